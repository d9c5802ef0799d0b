// The program, which passes the results of the shared library to the static one.
#include <iostream>

#include <lookoutvision/credentials_providers.h>
#include <lookoutvision/testing/mock_service.h>

#include "libraries.h"

namespace lfv = lookoutvision;

int main() {
  const lfv::testing::MockService service;
  const lfv::Client client =
      StartJob({.region = "eu-west-1",
                .endpoint_url = service.endpoint_url(),
                .credentials = lfv::MakeStaticCredentials(lfv::testing::MakeTestCredentials())});
  const std::size_t jobs = CountJobs(client);
  std::cout << "two libraries see " << jobs << " job\n";
  try {
    ThrowFromSharedLibrary();
  } catch (const lfv::BadOutcomeAccess& refused) {
    std::cout << refused.error() << '\n';
    return jobs == 1 ? 0 : 1;
  }
  return 1;
}
