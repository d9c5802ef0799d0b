// Makes a CA and a server certificate with OpenSSL.
#include "testing/certificates.h"

#include <memory>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace lookoutvision::testing {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

void Require(bool success) {
  if (!success) throw std::runtime_error("OpenSSL could not make a certificate for the mock service");
}

template <typename T>
Owned<T> Own(T* object) {
  Require(object != nullptr);
  return Owned<T>(object);
}

constexpr long kHour = 3600;
constexpr long kDay = 24 * kHour;

/// The contents of a certificate apart from its key.
struct Profile {
  const char* common_name;
  /// In seconds from now, by the real clock, because verifiers use it.
  long not_before = -kHour;
  long not_after = kDay;
  const char* alternative_names = nullptr;
  bool is_authority = false;
};

void AddExtension(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const auto extension = Own(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  Require(X509_add_ext(certificate, extension.get(), -1) == 1);
}

/// Signed by `issuer` with its key; self-signed if there is no issuer.
Owned<X509> MakeCertificate(const Profile& profile, EVP_PKEY* key, X509* issuer, EVP_PKEY* issuer_key) {
  auto certificate = Own(X509_new());
  X509* const raw = certificate.get();
  Require(X509_set_version(raw, X509_VERSION_3) == 1);
  std::uint64_t serial = 0;
  Require(RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial) == 1);
  Require(ASN1_INTEGER_set_uint64(X509_get_serialNumber(raw), serial >> 1) == 1);
  Require(X509_gmtime_adj(X509_getm_notBefore(raw), profile.not_before) != nullptr);
  Require(X509_gmtime_adj(X509_getm_notAfter(raw), profile.not_after) != nullptr);
  Require(X509_set_pubkey(raw, key) == 1);
  X509_NAME* const name = X509_get_subject_name(raw);
  Require(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                     reinterpret_cast<const unsigned char*>(profile.common_name), -1, -1,
                                     0) == 1);
  X509* const signer = issuer != nullptr ? issuer : raw;
  Require(X509_set_issuer_name(raw, X509_get_subject_name(signer)) == 1);

  AddExtension(raw, signer, NID_subject_key_identifier, "hash");
  if (issuer != nullptr) AddExtension(raw, signer, NID_authority_key_identifier, "keyid");
  if (profile.is_authority) {
    AddExtension(raw, signer, NID_basic_constraints, "critical,CA:TRUE");
    AddExtension(raw, signer, NID_key_usage, "critical,keyCertSign,cRLSign");
  } else {
    AddExtension(raw, signer, NID_basic_constraints, "critical,CA:FALSE");
    AddExtension(raw, signer, NID_key_usage, "critical,digitalSignature");
    AddExtension(raw, signer, NID_ext_key_usage, "serverAuth");
    AddExtension(raw, signer, NID_subject_alt_name, profile.alternative_names);
  }
  Require(X509_sign(raw, issuer_key, EVP_sha256()) > 0);
  return certificate;
}

template <typename Write, typename... Arguments>
std::string Pem(Write write, Arguments... arguments) {
  const auto bio = Own(BIO_new(BIO_s_mem()));
  Require(write(bio.get(), arguments...) == 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace

ServerIdentity MakeServerIdentity(ServerCertificate kind) {
  const auto ca_key = Own(EVP_EC_gen("P-256"));
  const auto ca = MakeCertificate({.common_name = "lookoutvision mock service CA", .is_authority = true},
                                  ca_key.get(), nullptr, ca_key.get());

  Profile profile{.common_name = "lookoutvision mock service",
                  .alternative_names = "DNS:localhost,IP:127.0.0.1,IP:::1"};
  if (kind == ServerCertificate::kWrongHost) profile.alternative_names = "DNS:other.example";
  if (kind == ServerCertificate::kExpired) {
    profile.not_before = -2 * kDay;
    profile.not_after = -kDay;
  }
  const auto key = Own(EVP_EC_gen("P-256"));
  const bool self_signed = kind == ServerCertificate::kSelfSigned;
  const auto certificate = MakeCertificate(profile, key.get(), self_signed ? nullptr : ca.get(),
                                           self_signed ? key.get() : ca_key.get());
  return {.ca = Pem(PEM_write_bio_X509, ca.get()),
          .certificate = Pem(PEM_write_bio_X509, certificate.get()),
          .key = Pem(PEM_write_bio_PrivateKey, key.get(), nullptr, nullptr, 0, nullptr, nullptr)};
}

}  // namespace lookoutvision::testing
