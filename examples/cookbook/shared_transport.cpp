// Clients with different configurations that share their connections.
#include <vector>

#include <lookoutvision/client.h>

namespace lfv = lookoutvision;

std::vector<lfv::Client> MakeClients(std::vector<lfv::ClientConfig> configs) {
  const auto transport = lfv::MakeCurlTransport({.max_idle_connections = 32});
  std::vector<lfv::Client> clients;
  for (lfv::ClientConfig& config : configs) {
    config.transport = transport;
    clients.emplace_back(config);
  }
  return clients;
}
