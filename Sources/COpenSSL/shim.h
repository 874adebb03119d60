// OpenSSL's message digests: SHA-1 for the Community ID, SHA-256 for the hash of a message. Ciphers, HMAC and RSA for TLS
// with keys.
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
