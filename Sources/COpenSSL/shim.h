// OpenSSL's message digests: SHA-1 for the Community ID, SHA-256 for the hash of a message. Ciphers, HMAC and RSA for TLS
// with keys. X.509 for certificates.
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
