// ProxyProgram: the commands and configurations of the proxies.
#include "support/proxy_program.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <signal.h>
#include <unistd.h>

#include "support/raw_http.h"

namespace lookoutvision::test {
namespace {

bool Accepts(std::uint16_t port) {
  try {
    const RawConnection connection(port);
    return true;
  } catch (const std::runtime_error&) {
    return false;
  }
}

}  // namespace

std::string FindProgram(const std::string& name) {
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::string program = folder + '/' + name;
    if (access(program.c_str(), X_OK) == 0) return program;
  }
  return "";
}

void ProxyProgram::Start() {
  // The proxy is killed if the test crashes.
  std::vector<std::string> command = {FindProgram("setpriv"), "--pdeathsig", "KILL"};
  command.insert(command.end(), command_.begin(), command_.end());
  program_ = std::make_unique<Program>(command, Program::Options{});
  const auto watchdog = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  while (!Accepts(port())) {
    if (std::chrono::steady_clock::now() > watchdog) {
      throw std::runtime_error(command_.front() + " does not accept connections");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
}

std::string ProxyProgram::Kill() {
  program_->Signal(SIGKILL);
  return program_->Wait().err;
}

std::string ProxyProgram::WriteFile(const std::string& name, const std::string& text) const {
  std::string path = folder_.PathOf(name);
  std::ofstream(path) << text;
  return path;
}

Tinyproxy::Tinyproxy(const ProxyUser& user) {
  const std::string configuration =
      WriteFile("tinyproxy.conf", "Port " + std::to_string(port()) + "\nListen 127.0.0.1\nBasicAuth " +
                                      user.name + ' ' + user.password + '\n');
  command_ = {FindProgram("tinyproxy"), "-d", "-c", configuration};
  Start();
}

Microsocks::Microsocks() {
  command_ = {FindProgram("microsocks"), "-i", "127.0.0.1", "-p", std::to_string(port())};
  Start();
}

Microsocks::Microsocks(const ProxyUser& user) {
  command_ = {FindProgram("microsocks"),
              "-i",
              "127.0.0.1",
              "-p",
              std::to_string(port()),
              "-u",
              user.name,
              "-P",
              user.password};
  Start();
}

Stunnel::Stunnel(const ProxyProgram& inner, const testing::ServerIdentity& identity) {
  const std::string certificate = WriteFile("certificate.pem", identity.certificate);
  const std::string key = WriteFile("key.pem", identity.key);
  const std::string configuration = WriteFile(
      "stunnel.conf",
      "foreground = yes\npid =\nsyslog = no\ndebug = err\n[proxy]\naccept = " + HostAndPort() +
          "\nconnect = " + inner.HostAndPort() + "\ncert = " + certificate + "\nkey = " + key + '\n');
  command_ = {FindProgram("stunnel4"), configuration};
  Start();
}

}  // namespace lookoutvision::test
