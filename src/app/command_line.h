// The command line of DESIGN.md section 3 as a Call. Prints help and complaints about wrong use itself.
#pragma once

#include <optional>

#include "app/call.h"

namespace exeat::app {

struct CommandLine {
    std::optional<Call> call;
    int exit_code = k_done;  // without a call: 0 after help, 2 after wrong use
};

[[nodiscard]] CommandLine read_command_line(int count, char** arguments);

}  // namespace exeat::app
