/// Conversations that several suites use.
enum Samples {
    static let plain = """
        S: 220 mail.example.org ESMTP
        C: EHLO scan.example.net
        S: 250-mail.example.org
        S: 250-SIZE 1000000
        S: 250-AUTH LOGIN PLAIN
        S: 250 STARTTLS
        C: MAIL FROM:<scan@example.net> SIZE=40
        S: 250 2.1.0 Ok
        C: RCPT TO:<office@example.org>
        S: 250 2.1.5 Ok
        C: DATA
        S: 354 go ahead
        C: From: Scan <scan@example.net>
        C: Subject: Seven words
        C: Message-ID: <1@scan>
        C: X-Mailer: Copier 5000
        C: Date: Mon, 1 Jan 2024 00:00:00 +0000
        C:
        C: body
        C: ..stuffed
        C: .
        S: 250 2.0.0 queued as 77
        C: QUIT
        S: 221 2.0.0 Bye
        """

    static let pipelined = """
        S: 220 mail.example.org ESMTP
        C: EHLO scan
        S: 250 PIPELINING
        C: MAIL FROM:<a@example.net>
        C: RCPT TO:<b@example.org>
        C: RCPT TO:<c@example.org>
        C: DATA
        S: 250 ok
        S: 550 5.1.1 no such user
        S: 250 ok
        S: 354 go
        C: Subject: x
        C:
        C: y
        C: .
        C: MAIL FROM:<d@example.net>
        C: RCPT TO:<e@example.org>
        C: DATA
        S: 250 queued
        S: 250 ok
        S: 554 no
        S: 554 no valid recipients
        C: QUIT
        S: 221 bye
        """

    static let chunks = """
        S: 220 mail.example.org ESMTP
        C: EHLO scan
        S: 250-mail.example.org
        S: 250 CHUNKING
        C: MAIL FROM:<a@example.net>
        S: 250 ok
        C: RCPT TO:<b@example.org>
        S: 250 ok
        C: BDAT 13
        C~ Subject: x\\r\\n\\r
        S: 250 13 octets
        C: BDAT 7 LAST
        C~ \\n.\\r\\nab\\n
        C: MAIL FROM:<c@example.net>
        S: 250 queued
        S: 250 ok
        C: QUIT
        S: 221 bye
        """

    static let login = """
        S: 220 mail.example.org ESMTP
        C: EHLO scan
        S: 250-mail.example.org
        S: 250 AUTH LOGIN PLAIN
        C: AUTH LOGIN
        S: 334 VXNlcm5hbWU6
        C: c2NhbkBleGFtcGxlLm5ldA==
        S: 334 UGFzc3dvcmQ6
        C: c2VjcmV0LXBhc3N3b3Jk
        S: 235 2.7.0 ok
        C: MAIL FROM:<Scan@example.net>
        S: 250 ok
        C: QUIT
        S: 221 bye
        """

    static let startTLS = """
        S: 220 mail.example.org ESMTP
        C: EHLO scan
        S: 250-mail.example.org
        S: 250 STARTTLS
        C: STARTTLS
        S: 220 2.0.0 ready
        C~ \\x16\\x03\\x01\\x02\\x00\\x01
        S~ \\x16\\x03\\x03\\x00\\x40\\x02
        """

    static let all = [plain, pipelined, chunks, login, startTLS]
}
