/// The two who speak SMTP (RFC 5321 §2.3.2).
package enum Party: String, Sendable { case client, server }
