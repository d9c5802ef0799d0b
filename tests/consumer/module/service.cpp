// Includes the headers in a program whose other file imports the module.
#include "service.h"

#include <lookoutvision/testing/mock_service.h>

int WithService(const std::function<int(const Service&)>& use) {
  const lookoutvision::testing::MockService service;
  const lookoutvision::Credentials keys = lookoutvision::testing::MakeTestCredentials();
  return use({service.endpoint_url(), keys.access_key_id, keys.secret_access_key});
}
