// The scripted transport that users have, under the name that the tests know. It adds nothing.
#pragma once

#include <lookoutvision/testing/scripted_transport.h>

namespace lookoutvision::test {

using testing::ScriptedTransport;

}  // namespace lookoutvision::test
