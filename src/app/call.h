// One call of a command as data, so that it runs the same here or inside the server of the folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exeat::app {

struct Call {
    std::string command;                         // "import", "user add"
    std::map<std::string, std::string> options;  // long names without dashes; a flag that was given is "yes"
    std::vector<std::string> words;              // what stands without a name, in order
    std::string input;                           // standard input, for commands that read it

    [[nodiscard]] std::optional<std::string> option(std::string_view name) const;
    [[nodiscard]] std::string option_or(std::string_view name, std::string fallback) const;
    [[nodiscard]] bool has(std::string_view name) const { return option(name).has_value(); }
};

/// As one line of JSON, and back. nullopt for what is not a call.
[[nodiscard]] std::string to_text(const Call& call);
[[nodiscard]] std::optional<Call> parse_call(std::string_view text);

/// Exit codes of every command (DESIGN.md section 3).
inline constexpr int k_done = 0;
inline constexpr int k_failed = 1;
inline constexpr int k_wrong_use = 2;

}  // namespace exeat::app
