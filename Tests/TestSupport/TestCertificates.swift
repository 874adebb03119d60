import Foundation

/// Certificates for tests, in DER. Made by `Tests/make-certificates.py`.
package enum TestCertificates {
    /// The authority that tests trust.
    package static let root = der(
        """
        MIIBbDCCAROgAwIBAgIUey2nrD6vZWdIzjSFg/NfhDCfJfkwCgYIKoZIzj0EAwIwLDEWMBQGA1UECgwNRXhhbXBsZSBUcnVz
        dDESMBAGA1UEAwwJVGVzdCBSb290MB4XDTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowLDEWMBQGA1UECgwNRXhhbXBs
        ZSBUcnVzdDESMBAGA1UEAwwJVGVzdCBSb290MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEj1P7juuvfG8WhmRV6rs0N09n
        FqsTzmf5VK68/HIf0EOersIhWi/yHgR/wNlyUQdzVSQcauNHMO9zvOljqNur8KMTMBEwDwYDVR0TAQH/BAUwAwEB/zAKBggq
        hkjOPQQDAgNHADBEAiBaD8ysyZam8TMKAhKITayKvhmFDp9vYSAIZTfRQIgs3wIgKBTcvCf3dcIoWIfJY6W+akYOC7wXZjtu
        BqOdDwcZ4I8=
        """)

    /// Between the root and the servers.
    package static let issuing = der(
        """
        MIIBcDCCARagAwIBAgIUKOIkGP30aJh10pfbZIkvgVjIXCEwCgYIKoZIzj0EAwIwLDEWMBQGA1UECgwNRXhhbXBsZSBUcnVz
        dDESMBAGA1UEAwwJVGVzdCBSb290MB4XDTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowLzEWMBQGA1UECgwNRXhhbXBs
        ZSBUcnVzdDEVMBMGA1UEAwwMVGVzdCBJc3N1aW5nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEyYHlxGGCUfCvTAv1cwQL
        ofh4n2cDrwekA1HLM7wZawzgcfPcTG385m1j4RxH2E5rUnX0SFQaZR8iSwZRc6iWwKMTMBEwDwYDVR0TAQH/BAUwAwEB/zAK
        BggqhkjOPQQDAgNIADBFAiArwY+MTOFYT83vGMeZpPlQ5XLgU29tY61AiMozw23F/wIhAN/nppQ2nFZ4uKpLDQfteC9vd363
        AiLBpQU2y49fCRbF
        """)

    /// `mail.example.net`, any `*.relay.example.net`, and 192.0.2.25, in 2026.
    package static let good = der(
        """
        MIIBpjCCAUygAwIBAgIUBfUn/d/puPULhgzBPQnnYVWDgPowCgYIKoZIzj0EAwIwLzEWMBQGA1UECgwNRXhhbXBsZSBUcnVz
        dDEVMBMGA1UEAwwMVGVzdCBJc3N1aW5nMB4XDTI2MDEwMTAwMDAwMFoXDTI3MDEwMTAwMDAwMFowLTEQMA4GA1UECgwHRXhh
        bXBsZTEZMBcGA1UEAwwQbWFpbC5leGFtcGxlLm5ldDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBRxibkyDpqhrFQdiCki
        wGegZx9Ob4lFGblieBfOoWwtixWfbwBPSQdoLDvEhVzq94kk3e6LgLDnpR6ocqFk/g+jSDBGMAwGA1UdEwEB/wQCMAAwNgYD
        VR0RBC8wLYIQbWFpbC5leGFtcGxlLm5ldIITKi5yZWxheS5leGFtcGxlLm5ldIcEwAACGTAKBggqhkjOPQQDAgNIADBFAiAg
        Rgf0XqUXBXQqXfs9mJ68u8A4qxhiUETJeUJOw2JCtAIhALToP62hsGxMODlbISYP5acaNXOVbMW4tbzRf8K7xpmM
        """)

    /// The same in 2024.
    package static let expired = der(
        """
        MIIBpTCCAUygAwIBAgIUfSzNoM737epEbyItSDSKOu1lhyUwCgYIKoZIzj0EAwIwLzEWMBQGA1UECgwNRXhhbXBsZSBUcnVz
        dDEVMBMGA1UEAwwMVGVzdCBJc3N1aW5nMB4XDTI0MDEwMTAwMDAwMFoXDTI1MDEwMTAwMDAwMFowLTEQMA4GA1UECgwHRXhh
        bXBsZTEZMBcGA1UEAwwQbWFpbC5leGFtcGxlLm5ldDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJoMzUf/8+1VqVKSoPoW
        n9LqwQ3h5yFoR2HxjJxcb3svBvxgAZH72rH1C8Er2Zw0xlytB0SJPIfecsIwyFH5/OKjSDBGMAwGA1UdEwEB/wQCMAAwNgYD
        VR0RBC8wLYIQbWFpbC5leGFtcGxlLm5ldIITKi5yZWxheS5leGFtcGxlLm5ldIcEwAACGTAKBggqhkjOPQQDAgNHADBEAiBh
        tHcCgU2oPP31Jw4/J82aZ/j7U9fi67eX+5RYzJ4FyQIgFP6gZ2W3G6N23VuogVwxbocu+brak3S2SkTPYF1zBnc=
        """)

    /// The same in 2030.
    package static let early = der(
        """
        MIIBpjCCAUygAwIBAgIUNtnEZ4GyAp5K3AC1CDz6l9ALMt4wCgYIKoZIzj0EAwIwLzEWMBQGA1UECgwNRXhhbXBsZSBUcnVz
        dDEVMBMGA1UEAwwMVGVzdCBJc3N1aW5nMB4XDTMwMDEwMTAwMDAwMFoXDTMxMDEwMTAwMDAwMFowLTEQMA4GA1UECgwHRXhh
        bXBsZTEZMBcGA1UEAwwQbWFpbC5leGFtcGxlLm5ldDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABHwitGkBXH9KIVQFobKU
        FNbnpXFSj3OoE0f+HvQBOIlwni9/DjQJrzrmNfrC+AyAKuTXPQflKFjQHMev7LdJvEajSDBGMAwGA1UdEwEB/wQCMAAwNgYD
        VR0RBC8wLYIQbWFpbC5leGFtcGxlLm5ldIITKi5yZWxheS5leGFtcGxlLm5ldIcEwAACGTAKBggqhkjOPQQDAgNIADBFAiAe
        CFg6sVtV+bQQmU+Bqnppke3I4vnW+vfg45dNyO/I7AIhAJ5xjZXDp2UquLEB2gw4s1pB3O/ztRPm4Txjcp9lAP1c
        """)

    /// Another server's.
    package static let otherName = der(
        """
        MIIBjjCCATSgAwIBAgIUeFUgT1OeNDupXX+zo/P2ZuNgt/UwCgYIKoZIzj0EAwIwLzEWMBQGA1UECgwNRXhhbXBsZSBUcnVz
        dDEVMBMGA1UEAwwMVGVzdCBJc3N1aW5nMB4XDTI2MDEwMTAwMDAwMFoXDTI3MDEwMTAwMDAwMFowLzERMA8GA1UECgwIU29t
        ZSBJU1AxGjAYBgNVBAMMEXJlbGF5LmlzcC5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEzX0Bif/dc1/I5lzX
        sSmHZbUMfcQ1cJyg73+elV3VaTRHVaTtdxEGO9MtEjBa7YAh+FywIU/Z2OeY90gKq4x5sqMuMCwwDAYDVR0TAQH/BAIwADAc
        BgNVHREEFTATghFyZWxheS5pc3AuZXhhbXBsZTAKBggqhkjOPQQDAgNIADBFAiAXVWZkORtsryOiU6ZrFN5bDUdkZa4M9KFu
        xgu63vWiMgIhAN6oJc8f4/b7/3N1vYHsohzxpzgTqCtlmT28NwRNnps2
        """)

    /// Without a list of names.
    package static let commonName = der(
        """
        MIIBbjCCARSgAwIBAgIUOkVDG1jFk5pxOZVlk+JBHLFyWgIwCgYIKoZIzj0EAwIwLzEWMBQGA1UECgwNRXhhbXBsZSBUcnVz
        dDEVMBMGA1UEAwwMVGVzdCBJc3N1aW5nMB4XDTI2MDEwMTAwMDAwMFoXDTI3MDEwMTAwMDAwMFowLTEQMA4GA1UECgwHRXhh
        bXBsZTEZMBcGA1UEAwwQbWFpbC5leGFtcGxlLm5ldDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNvy3LIMXGnSfi5KP0cB
        h5M1RYQbR3UUY2xkVLQwgMHvtWIMUJMt7U0xNqW0YPbbQv2BAT6hwDbhRYcdv4lq3fyjEDAOMAwGA1UdEwEB/wQCMAAwCgYI
        KoZIzj0EAwIDSAAwRQIhAP0zXmdxM6rtR6cB6aeQKDaW/flraANGyuaO5gyZP7nYAiBAdZx1hZ9hAN42EWlk2n7LVs12Rpgl
        FzzFibsjo6BqoA==
        """)

    /// Its own issuer.
    package static let selfSigned = der(
        """
        MIIBpDCCAUqgAwIBAgIUc4eLIFwWj1rtF6w0A4uX9JEPS0wwCgYIKoZIzj0EAwIwLTEQMA4GA1UECgwHRXhhbXBsZTEZMBcG
        A1UEAwwQbWFpbC5leGFtcGxlLm5ldDAeFw0yNjAxMDEwMDAwMDBaFw0yNzAxMDEwMDAwMDBaMC0xEDAOBgNVBAoMB0V4YW1w
        bGUxGTAXBgNVBAMMEG1haWwuZXhhbXBsZS5uZXQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAR4kNswLA27Bo6dieA2LMcp
        uGbYTp4u77g9G158S8imHrVg1pELZiQmseg1wM/EfDcSlCM2AIQlmRhlvy3Sp8z8o0gwRjAMBgNVHRMBAf8EAjAAMDYGA1Ud
        EQQvMC2CEG1haWwuZXhhbXBsZS5uZXSCEyoucmVsYXkuZXhhbXBsZS5uZXSHBMAAAhkwCgYIKoZIzj0EAwIDSAAwRQIhANP7
        Tb40JqCFFrxsP6l2rGQQdYzjcYx68m5oobAxdCv4AiBPPQSUPm9swmU6tw28LY7UmsEXIL39S/ZSVrI+gFztPQ==
        """)

    /// For clients alone.
    package static let clientOnly = der(
        """
        MIIBujCCAWGgAwIBAgIUTqM4teYGzZbL0SN8/FLKkxKbavIwCgYIKoZIzj0EAwIwLzEWMBQGA1UECgwNRXhhbXBsZSBUcnVz
        dDEVMBMGA1UEAwwMVGVzdCBJc3N1aW5nMB4XDTI2MDEwMTAwMDAwMFoXDTI3MDEwMTAwMDAwMFowLTEQMA4GA1UECgwHRXhh
        bXBsZTEZMBcGA1UEAwwQbWFpbC5leGFtcGxlLm5ldDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABApbRZiWLdZKPYOFAN6r
        2/DKhGy8YrLu1rq7dQXS/Pc1oz/S4dBPbVavTFduhNFoYa77AMFTZMWc8Kv6A4ozfwejXTBbMAwGA1UdEwEB/wQCMAAwNgYD
        VR0RBC8wLYIQbWFpbC5leGFtcGxlLm5ldIITKi5yZWxheS5leGFtcGxlLm5ldIcEwAACGTATBgNVHSUEDDAKBggrBgEFBQcD
        AjAKBggqhkjOPQQDAgNHADBEAiA6Is3W0HUNXr3OaZNFP3/0Y1fWjOaZ5fKYi4v4StLY9wIgXfVVMTtcE6mhNeUi33rWMftD
        zjexaKDLLEgmWGNjRn8=
        """)

    /// RSA of 1024 bits, signed with SHA-1.
    package static let weak = der(
        """
        MIICrTCCAZWgAwIBAgIUafMg2yds8MOYcEtDBryIaNrv8TYwDQYJKoZIhvcNAQEFBQAwLjEWMBQGA1UECgwNRXhhbXBsZSBU
        cnVzdDEUMBIGA1UEAwwLT2xkIElzc3VpbmcwHhcNMjYwMTAxMDAwMDAwWhcNMjcwMTAxMDAwMDAwWjAtMRAwDgYDVQQKDAdF
        eGFtcGxlMRkwFwYDVQQDDBBtYWlsLmV4YW1wbGUubmV0MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC8rRpZzpnUq3o5
        47zMbopP/YzNdmdTeatDw41yxJ9JvJM9BV3lSNI8Ieh5JcO86VPCTG8cHmB8cLLiNW7QdznuHQJGIXfaX7ouno5rH9Jb4Us2
        0GXa1m9Qt4/UDitxocx6DAXl2nOHmdRctfsh4m9YTsBrMHmtG/ja3bRCqhidDwIDAQABo0gwRjAMBgNVHRMBAf8EAjAAMDYG
        A1UdEQQvMC2CEG1haWwuZXhhbXBsZS5uZXSCEyoucmVsYXkuZXhhbXBsZS5uZXSHBMAAAhkwDQYJKoZIhvcNAQEFBQADggEB
        AERE0Vnmvdpy8AI6jUOkAFJipbOYrJYpXLMfYTuI26xFlCUSjQ6bnS+1WDODwe2PwK4hDournMR0IIwBzeZcm+KTxiXywN92
        ZJJaP1verBePfWOvv63bPqQUFaTs9xspGtQoQC1nxNCLnodgoBTrRG5/T8F4dH+BW/4vSkhMQOgJ5mWNJvaE7AUT410BNS7s
        hIjqyiIDVVWVFsQQJ0CnBuT2tENgDDInapg7zRKW73RU49YkoPoQuPD0+hduMP3bbsyH34KSoSXKZdSYnZSgyU61vtnKnHxS
        jtdcWsFsuyu6F3jNTF28jCZRoGwhj0Kj5QsCaj+OvcoptQEoDHl8ASU=
        """)

    /// A company's own root.
    package static let stranger = der(
        """
        MIIBejCCAR+gAwIBAgIUf3/0L49yi2t0m3jCV1zDik70BEUwCgYIKoZIzj0EAwIwMjEQMA4GA1UECgwHQ29udG9zbzEeMBwG
        A1UEAwwVQ29udG9zbyBJbnRlcm5hbCBSb290MB4XDTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowMjEQMA4GA1UECgwH
        Q29udG9zbzEeMBwGA1UEAwwVQ29udG9zbyBJbnRlcm5hbCBSb290MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEId8O44Cx
        AYC9YEpP+xdwwLPsbL8SenZq5ahi/bewo6sUUjdjd9HqnljjIckbYVhhs5Y+OpVw5M9qHx4wo65+h6MTMBEwDwYDVR0TAQH/
        BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAzCUa8RIfM9Cqb/TtQxteVQ5QCjXHy4e6NWV6v4x+ZW0CIQCMADU/smOedVQt
        sGk02sG9HjciSll/LfuuCUnGt4mduw==
        """)

    /// Issued by it.
    package static let strangers = der(
        """
        MIIBqDCCAU+gAwIBAgIUX3+FebjhNQS4bpksomJiF0gIsbkwCgYIKoZIzj0EAwIwMjEQMA4GA1UECgwHQ29udG9zbzEeMBwG
        A1UEAwwVQ29udG9zbyBJbnRlcm5hbCBSb290MB4XDTI2MDEwMTAwMDAwMFoXDTI3MDEwMTAwMDAwMFowLTEQMA4GA1UECgwH
        Q29udG9zbzEZMBcGA1UEAwwQbWFpbC5leGFtcGxlLm5ldDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCUGal11bDqlnhij
        FEjFo7jp/OyAgYucB9up/UUdFP05BQHQuI+SB3oQ2wAQZ7IvMbi42c2594Snf4v/pVJ2F/WjSDBGMAwGA1UdEwEB/wQCMAAw
        NgYDVR0RBC8wLYIQbWFpbC5leGFtcGxlLm5ldIITKi5yZWxheS5leGFtcGxlLm5ldIcEwAACGTAKBggqhkjOPQQDAgNHADBE
        AiBi42JhCDtrFFDdURi7gA/JF8lJ4tQrhqg0E5GMKtnDLQIgbxv4TV6yrJScg6Iyhj05JBN6FEDDQ9VxY+AnWlEay+c=
        """)

    /// Issued by an intermediate of a public authority.
    package static let publicLeaf = der(
        """
        MIIBqzCCAVKgAwIBAgIURIaPFBc1chi+EreDk2Ia8apuQ+4wCgYIKoZIzj0EAwIwNTEVMBMGA1UECgwMRGlnaUNlcnQgSW5j
        MRwwGgYDVQQDDBNFeGFtcGxlIFRMUyBJc3N1aW5nMB4XDTI2MDEwMTAwMDAwMFoXDTI3MDEwMTAwMDAwMFowLTEQMA4GA1UE
        CgwHRXhhbXBsZTEZMBcGA1UEAwwQbWFpbC5leGFtcGxlLm5ldDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBE7Y//hrerF
        CQUWdIQ71Ws1WWRarzf5mEmItV/cz1fMSU5wWjb4/dpb81S1hTxWlgdZoFkkyk1A9gsZ0psR8UCjSDBGMAwGA1UdEwEB/wQC
        MAAwNgYDVR0RBC8wLYIQbWFpbC5leGFtcGxlLm5ldIITKi5yZWxheS5leGFtcGxlLm5ldIcEwAACGTAKBggqhkjOPQQDAgNH
        ADBEAiBckqxyBa2GP7Pco4Tu44MZnFigkIm4rNtTt5DOiSy8SwIgYI2eRNGysUY914uGF/LTW8OA9fTN7fZ6+lztRwlQQhU=
        """)

    /// That intermediate.
    package static let publicIssuing = der(
        """
        MIIBdjCCARygAwIBAgIUdA6rmfJ2AT8KeOFJL7jDYmWwesgwCgYIKoZIzj0EAwIwLDEWMBQGA1UECgwNRXhhbXBsZSBUcnVz
        dDESMBAGA1UEAwwJVGVzdCBSb290MB4XDTIwMDEwMTAwMDAwMFoXDTQwMDEwMTAwMDAwMFowNTEVMBMGA1UECgwMRGlnaUNl
        cnQgSW5jMRwwGgYDVQQDDBNFeGFtcGxlIFRMUyBJc3N1aW5nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAENlEke2m2efoQ
        t3cPe/HMdfsr9/vyu55DHyqRus0Q2DpTN65Z0XKn52bDZA1Cj8QgX0msh3xPBKr6eOohcnWdKqMTMBEwDwYDVR0TAQH/BAUw
        AwEB/zAKBggqhkjOPQQDAgNIADBFAiEAocdBA/QlBl/goBpk6NL1KGsrseyW8H/1v8XTm3D/+5YCIDOaupiLl4v/P+QlGfGA
        dcIDyNpf23riUxqvmG9pDqUH
        """)

    /// Microsoft's submission server, as a trusted authority signs it.
    package static let submission = der(
        """
        MIIBnTCCAUOgAwIBAgIUQ+aPeEyg/+kncoZXtsCjD2YWRdkwCgYIKoZIzj0EAwIwLzEWMBQGA1UECgwNRXhhbXBsZSBUcnVz
        dDEVMBMGA1UEAwwMVGVzdCBJc3N1aW5nMB4XDTI2MDEwMTAwMDAwMFoXDTI3MDEwMTAwMDAwMFowPTEeMBwGA1UECgwVTWlj
        cm9zb2Z0IENvcnBvcmF0aW9uMRswGQYDVQQDDBJzbXRwLm9mZmljZTM2NS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
        AARNLF0MZDzmtCd0WPZ4sQbEc5+Fm5qfDr7em3NBVaDgU1WS9XcifWpGGDRjJnlF7YYPoL3P+vKXfRVSPsQRqxquoy8wLTAM
        BgNVHRMBAf8EAjAAMB0GA1UdEQQWMBSCEnNtdHAub2ZmaWNlMzY1LmNvbTAKBggqhkjOPQQDAgNIADBFAiA5BBcJg7QHf+hv
        2j7F0hnriMTIn2xWoo3oSKx+56OJmAIhAIJMs6msrDOwtYM9ZLcDd/2wy8cN+6p2EFlUI1MUeCGE
        """)

    /// A FortiGate's authority.
    package static let box = der(
        """
        MIIBcTCCARegAwIBAgIUUMlQUKuYlnwIdJ0+llzO/ilmKJ4wCgYIKoZIzj0EAwIwLjERMA8GA1UECgwIRm9ydGluZXQxGTAX
        BgNVBAMMEEZHVDYwRlRLMjAwMDAwMDEwHhcNMjAwMTAxMDAwMDAwWhcNNDAwMTAxMDAwMDAwWjAuMREwDwYDVQQKDAhGb3J0
        aW5ldDEZMBcGA1UEAwwQRkdUNjBGVEsyMDAwMDAwMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDfMSHFHBwOHDvG3a63a
        WsWHPE+34lHLYRmWY5K+SOwUrPlu7ULzCIqaQ8O1uUaHXkRR3Y0DCACwgi2nc2858+ejEzARMA8GA1UdEwEB/wQFMAMBAf8w
        CgYIKoZIzj0EAwIDSAAwRQIhAINeB340v4slENH5hwFhRsOc+YP3u9THDW7XGPMsZHSkAiA2ZeC4v4FsxKfzrUzLimmC3G8+
        UOhXTGkfznMHdVNweQ==
        """)

    /// The FortiGate speaks for Microsoft.
    package static let boxLeaf = der(
        """
        MIIBnDCCAUKgAwIBAgIUNl2vuqAfAfPZdmpD2Jqo1OtLiiwwCgYIKoZIzj0EAwIwLjERMA8GA1UECgwIRm9ydGluZXQxGTAX
        BgNVBAMMEEZHVDYwRlRLMjAwMDAwMDEwHhcNMjYwMTAxMDAwMDAwWhcNMjcwMTAxMDAwMDAwWjA9MR4wHAYDVQQKDBVNaWNy
        b3NvZnQgQ29ycG9yYXRpb24xGzAZBgNVBAMMEnNtdHAub2ZmaWNlMzY1LmNvbTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
        BBugXAjoep+N4MKyp3W2pCTfVwXEUie6a492hz3Euc/RF+UhD/FXq4Ttd+LEm9BMHPVrady0lUGD41Zcn56F1TCjLzAtMAwG
        A1UdEwEB/wQCMAAwHQYDVR0RBBYwFIISc210cC5vZmZpY2UzNjUuY29tMAoGCCqGSM49BAMCA0gAMEUCIFTK4mVlXtEnvDhI
        6hoSslqRwDaQIyLDaJQD7yXSZjsvAiEA2gI/TqgkdD300vZVKhEt6dxPQZkefUI7Y5ScWBhH0Ig=
        """)

    /// The appliance's own certificate, under its own name.
    package static let boxOwn = der(
        """
        MIIBgjCCASigAwIBAgIUbaez1DVCXCKBzmnZQaR2+2a+AwUwCgYIKoZIzj0EAwIwLjERMA8GA1UECgwIRm9ydGluZXQxGTAX
        BgNVBAMMEEZHVDYwRlRLMjAwMDAwMDEwHhcNMjYwMTAxMDAwMDAwWhcNMjcwMTAxMDAwMDAwWjAmMREwDwYDVQQKDAhGb3J0
        aW5ldDERMA8GA1UEAwwIRk1MLTIwMEYwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATXdyj3wwx+V3ibKsrxKHEjNM8DFf+k
        6GNsonZXCUDmbIOj4J+zZKu5WROHKMHaeGXBiyx1Ee+cHNf5ywirqsvdoywwKjAMBgNVHRMBAf8EAjAAMBoGA1UdEQQTMBGC
        D2ZtbC5leGFtcGxlLm5ldDAKBggqhkjOPQQDAgNIADBFAiA3DkBpyK6FJv83sKe1t4ObdsqndPbRxw851o0DI3+AIAIhANC5
        YybgeFYq3KboVH3VdQUKIKBADGu+8Wn0fU2dcuV8
        """)

    /// A company's root speaks for Microsoft.
    package static let forged = der(
        """
        MIIBnzCCAUagAwIBAgIUVg7PdpGzx0tYJzyyujqMVRiSKfowCgYIKoZIzj0EAwIwMjEQMA4GA1UECgwHQ29udG9zbzEeMBwG
        A1UEAwwVQ29udG9zbyBJbnRlcm5hbCBSb290MB4XDTI2MDEwMTAwMDAwMFoXDTI3MDEwMTAwMDAwMFowPTEeMBwGA1UECgwV
        TWljcm9zb2Z0IENvcnBvcmF0aW9uMRswGQYDVQQDDBJzbXRwLm9mZmljZTM2NS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMB
        BwNCAASQ06+tZbcHIuNmfUu5WWX1VnVDg2jHjsG3DZxWt0l53loRDaHbEk4IP4+mrmRuCriXMvH972rdp02lSpP4i7Ykoy8w
        LTAMBgNVHRMBAf8EAjAAMB0GA1UdEQQWMBSCEnNtdHAub2ZmaWNlMzY1LmNvbTAKBggqhkjOPQQDAgNHADBEAiBCZ7Jvb4UL
        JpAN2f7Oq8GCtmPl0iFJvlP4SHv0O+sckAIgNgz/Q761JUPjJN0n8La7qESmLFN/s+JgMz5PReAItB8=
        """)

    private static func der(_ text: String) -> [UInt8] {
        [UInt8](Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data())
    }
}
