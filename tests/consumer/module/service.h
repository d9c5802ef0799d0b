// The mock service for a program that imports the library.
#pragma once

#include <functional>
#include <string>

// A running service, and the keys that it accepts.
struct Service {
  std::string endpoint_url;
  std::string access_key_id;
  std::string secret_access_key;
};

// Calls `use` with a service that runs during the call. Returns what `use` returns.
int WithService(const std::function<int(const Service&)>& use);
