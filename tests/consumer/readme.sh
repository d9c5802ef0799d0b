# shellcheck shell=bash
# Functions that scripts source: to run the lines of README.md.

# readme SECTION LANGUAGE: prints the blocks of that language in a section of README.md.
readme() {
  sed -n "/^## $1\$/,/^## /{/^\`\`\`$2\$/,/^\`\`\`\$/{/^\`\`\`/d;p}}" "$(dirname "${BASH_SOURCE[0]}")/../../README.md"
}

# run_thirty_lines PREFIX FOLDER: builds the program with CMake and without, with the package that is installed in PREFIX,
# and runs both. The service has a free port, and the programs wait for it.
run_thirty_lines() (
  lines=$(readme 'Thirty lines' sh)
  port=$(python3 -c 'import socket; print(socket.create_server(("127.0.0.1", 0)).getsockname()[1])')
  mkdir "$2"
  readme 'Thirty lines' cpp >"$2/inspector.cpp"
  readme 'Thirty lines' cmake >"$2/CMakeLists.txt"
  cd "$2" || exit
  lines=${lines//\$HOME\/lookoutvision/$1}
  unset "${!AWS_@}"
  export AWS_EC2_METADATA_DISABLED=true AWS_MAX_ATTEMPTS=20
  trap 'kill $(jobs -p)' EXIT
  eval "${lines//8080/$port}" >output
  grep 'ComponentName: "com.example.BoardInspector"' output
  # The component exists by now.
  ! ./inspector 2>error
  grep 'component com.example.BoardInspector exists' error
)
