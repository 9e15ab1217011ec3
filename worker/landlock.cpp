// Landlock: a process gives away all rights to files and network but those it names. The constants stand here because
// Debian's headers know only the first versions; the kernel says which it understands.
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

#include "sandbox.h"

namespace exeat::worker {
namespace {

constexpr int k_create_ruleset = 444;
constexpr int k_add_rule = 445;
constexpr int k_restrict_self = 446;
constexpr std::uint32_t k_ask_version = 1;
constexpr int k_path_beneath = 1;

constexpr std::uint64_t k_read_file = 1U << 2U;
constexpr std::uint64_t k_read_folder = 1U << 3U;

struct Ruleset {
    std::uint64_t files = 0;
    std::uint64_t network = 0;
    std::uint64_t scoped = 0;
};
struct [[gnu::packed]] PathBeneath {
    std::uint64_t allowed = 0;
    std::int32_t folder = -1;
};

/// All that a version of Landlock can take away.
Ruleset everything(long version) {
    const auto bits = [](unsigned count) { return (std::uint64_t{1} << count) - 1; };
    Ruleset ruleset;
    ruleset.files = bits(version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13);
    if (version >= 4) ruleset.network = bits(2);
    if (version >= 6) ruleset.scoped = bits(2);
    return ruleset;
}

/// What fontconfig, Pango and poppler read.
constexpr std::array k_font_folders{"/usr/share/fonts",      "/usr/local/share/fonts", "/etc/fonts",
                                    "/usr/share/fontconfig", "/var/cache/fontconfig",  "/usr/share/poppler"};

bool allow_reading(int ruleset, const char* path) {
    const int folder = open(path, O_PATH | O_CLOEXEC);
    if (folder < 0) return true;  // not installed: nothing to read there
    PathBeneath rule;
    rule.allowed = k_read_file | k_read_folder;
    rule.folder = folder;
    const bool done = syscall(k_add_rule, ruleset, k_path_beneath, &rule, 0) == 0;
    close(folder);
    return done;
}

}  // namespace

Landlocked restrict_files(Opens opens) {
    const long version = syscall(k_create_ruleset, nullptr, 0, k_ask_version);
    if (version < 1) return Landlocked::unknown_to_the_kernel;
    const auto wanted = everything(version);
    const auto ruleset = static_cast<int>(syscall(k_create_ruleset, &wanted, sizeof wanted, 0));
    if (ruleset < 0) return Landlocked::refused;
    bool done = true;
    if (opens == Opens::fonts) {
        for (const auto* path : k_font_folders) done = done && allow_reading(ruleset, path);
    }
    done = done && syscall(k_restrict_self, ruleset, 0) == 0;
    close(ruleset);
    return done ? Landlocked::yes : Landlocked::refused;
}

}  // namespace exeat::worker
