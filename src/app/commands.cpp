#include "app/commands.h"

#include <array>

namespace exeat::app {
namespace {

struct Entry {
    std::string_view command;
    int (*run)(usecases::House&, const Call&, Console&);
};

constexpr std::array k_commands{
    Entry{"init", run_init},
    Entry{"import", run_import},
    Entry{"user add", run_people},
    Entry{"user list", run_people},
    Entry{"user set", run_people},
    Entry{"group add", run_groups},
    Entry{"group list", run_groups},
    Entry{"group set", run_groups},
    Entry{"role add", run_roles},
    Entry{"role list", run_roles},
    Entry{"role set", run_roles},
    Entry{"token create", run_token},
    Entry{"property get", run_property},
    Entry{"property set", run_property},
    Entry{"property list", run_property},
    Entry{"explain", run_explain},
    Entry{"backup", run_backup},
    Entry{"check", run_check},
    Entry{"audit verify", run_audit_verify},
};

}  // namespace

int run_on_site(usecases::House& house, const Call& call, Console& console) {
    for (const auto& entry : k_commands) {
        if (entry.command == call.command) return entry.run(house, call, console);
    }
    console.complain("exeat: there is no command \"" + call.command + "\"; see exeat --help");
    return k_wrong_use;
}

int complain(Console& console, const Error& error) {
    console.complain("exeat: " + error.text);
    for (const auto& field : error.fields) console.complain("  " + field.pointer + ": " + field.text);
    // Whoever runs a command reads the log of the machine, too.
    if (!error.detail.empty()) console.complain("  (" + error.detail + ")");
    return k_failed;
}

usecases::Caller operator_caller() {
    usecases::Caller caller;
    caller.kind = usecases::Caller::Kind::operator_;
    return caller;
}

}  // namespace exeat::app
