// OpenSSL's message digests: SHA-1 for the Community ID, SHA-256 for the hash of a message.
#include <openssl/evp.h>
