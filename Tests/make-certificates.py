#!/usr/bin/env python3
"""Makes Tests/TestSupport/TestCertificates.swift: certificates for tests, by the `cryptography` package.

    python3 Tests/make-certificates.py

Keys are new each time and thrown away; names and dates stay. Nothing trusts these certificates.
"""
import base64
import datetime as dt
import ipaddress
import os
import textwrap

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

HERE = os.path.dirname(os.path.abspath(__file__))
SUBMISSION = "smtp.office365.com"


def name(cn, org):
    return x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, org), x509.NameAttribute(NameOID.COMMON_NAME, cn)])


def make(cn, org, issuer=None, names=(), ca=False, years=(2026, 2027), key=None, digest=None, usage=None):
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = name(cn, org)
    builder = (x509.CertificateBuilder().subject_name(subject)
               .issuer_name(issuer[1].subject if issuer else subject).public_key(key.public_key())
               .serial_number(x509.random_serial_number())
               .not_valid_before(dt.datetime(years[0], 1, 1)).not_valid_after(dt.datetime(years[1], 1, 1))
               .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True))
    if names:
        entries = [x509.IPAddress(ipaddress.ip_address(n)) if n[0].isdigit() else x509.DNSName(n) for n in names]
        builder = builder.add_extension(x509.SubjectAlternativeName(entries), critical=False)
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
    return key, builder.sign(issuer[0] if issuer else key, digest or hashes.SHA256())


root = make("Test Root", "Example Trust", ca=True, years=(2020, 2040))
issuing = make("Test Issuing", "Example Trust", root, ca=True, years=(2020, 2040))
stranger = make("Contoso Internal Root", "Contoso", ca=True, years=(2020, 2040))
box = make("FGT60FTK20000001", "Fortinet", ca=True, years=(2020, 2040))
public = make("Example TLS Issuing", "DigiCert Inc", root, ca=True, years=(2020, 2040))
mail = ["mail.example.net", "*.relay.example.net", "192.0.2.25"]
certificates = {
    "root": ("The authority that tests trust.", root),
    "issuing": ("Between the root and the servers.", issuing),
    "good": ("`mail.example.net`, any `*.relay.example.net`, and 192.0.2.25, in 2026.",
             make("mail.example.net", "Example", issuing, mail)),
    "expired": ("The same in 2024.", make("mail.example.net", "Example", issuing, mail, years=(2024, 2025))),
    "early": ("The same in 2030.", make("mail.example.net", "Example", issuing, mail, years=(2030, 2031))),
    "otherName": ("Another server's.", make("relay.isp.example", "Some ISP", issuing, ["relay.isp.example"])),
    "commonName": ("Without a list of names.", make("mail.example.net", "Example", issuing)),
    "selfSigned": ("Its own issuer.", make("mail.example.net", "Example", None, mail)),
    "clientOnly": ("For clients alone.",
                   make("mail.example.net", "Example", issuing, mail, usage=ExtendedKeyUsageOID.CLIENT_AUTH)),
    "weak": ("RSA of 1024 bits, signed with SHA-1.",
             make("mail.example.net", "Example", make("Old Issuing", "Example Trust", None, ca=True, years=(2020, 2040),
                                                      key=rsa.generate_private_key(65537, 2048)),
                  mail, key=rsa.generate_private_key(65537, 1024), digest=hashes.SHA1())),
    "stranger": ("A company's own root.", stranger),
    "strangers": ("Issued by it.", make("mail.example.net", "Contoso", stranger, mail)),
    "publicLeaf": ("Issued by an intermediate of a public authority.",
                   make("mail.example.net", "Example", public, mail)),
    "publicIssuing": ("That intermediate.", public),
    "submission": ("Microsoft's submission server, as a trusted authority signs it.",
                   make(SUBMISSION, "Microsoft Corporation", issuing, [SUBMISSION])),
    "box": ("A FortiGate's authority.", box),
    "boxLeaf": ("The FortiGate speaks for Microsoft.", make(SUBMISSION, "Microsoft Corporation", box, [SUBMISSION])),
    "boxOwn": ("The appliance's own certificate, under its own name.", make("FML-200F", "Fortinet", box, ["fml.example.net"])),
    "forged": ("A company's root speaks for Microsoft.",
               make(SUBMISSION, "Microsoft Corporation", stranger, [SUBMISSION])),
}
with open(os.path.join(HERE, "TestSupport", "TestCertificates.swift"), "w") as out:
    out.write("import Foundation\n\n/// Certificates for tests, in DER. Made by `Tests/make-certificates.py`.\n")
    out.write("package enum TestCertificates {\n")
    for key, (meaning, pair) in certificates.items():
        text = base64.b64encode(pair[1].public_bytes(serialization.Encoding.DER)).decode()
        lines = textwrap.wrap(text, 96)
        out.write("    /// %s\n    package static let %s = der(\n        \"\"\"\n        " % (meaning, key))
        out.write("\n        ".join(lines) + "\n        \"\"\")\n\n")
    out.write("    private static func der(_ text: String) -> [UInt8] {\n")
    out.write("        [UInt8](Data(base64Encoded: text, options: .ignoreUnknownCharacters) ?? Data())\n    }\n}\n")
