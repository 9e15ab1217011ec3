#include "sandbox.h"

#include <grp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#include <csignal>

#include <algorithm>
#include <cstddef>

namespace exeat::worker {
namespace {

constexpr std::uint64_t k_mib = 1 << 20;
constexpr rlim_t k_open_files = 32;
constexpr uid_t k_nobody = 65534;

bool limit(__rlimit_resource resource, rlim_t most) {
    rlimit now{};
    if (getrlimit(resource, &now) != 0) return false;
    if (now.rlim_max != RLIM_INFINITY && now.rlim_max < most) most = now.rlim_max;
    const rlimit wanted{most, most};
    return setrlimit(resource, &wanted) == 0;
}

/// At its seconds it ends with SIGXCPU, which says why; whoever would not hear that is killed a second later.
bool limit_processor(rlim_t seconds) {
    rlimit now{};
    if (getrlimit(RLIMIT_CPU, &now) != 0) return false;
    auto hard = seconds + 1;
    if (now.rlim_max != RLIM_INFINITY && now.rlim_max < hard) hard = now.rlim_max;
    const rlimit wanted{std::min(seconds, hard), hard};
    return setrlimit(RLIMIT_CPU, &wanted) == 0;
}

/// The number of processes is not among them: RLIMIT_NPROC counts all threads of the user, exeat's own, too. The filter
/// of calls lets no process be made.
bool limit_resources(const media::Limits& limits) {
    bool done = limit_processor(limits.cpu_seconds) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0) &&
                limit(RLIMIT_NOFILE, k_open_files);
#if !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
    // A sanitizer keeps terabytes of addresses that it never uses.
    done = done && limit(RLIMIT_AS, limits.memory_mib * k_mib);
#endif
    return done;
}

bool leave_root() {
    if (geteuid() != 0) return true;
    return setgroups(0, nullptr) == 0 && setresgid(k_nobody, k_nobody, k_nobody) == 0 &&
           setresuid(k_nobody, k_nobody, k_nobody) == 0;
}

}  // namespace

std::optional<std::string_view> enter_sandbox(const media::Limits& limits, Opens opens) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return "no_new_privs";
    if (chdir("/") != 0) return "chdir";
    const auto landlocked = restrict_files(opens);
    if (landlocked == Landlocked::refused) return "landlock";
    if (!leave_root()) return "setuid";
    // Both after setuid, which undoes them: nobody of the same user may look into this process, and it does not outlive
    // the zygote.
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return "dumpable";
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return "pdeathsig";
    if (!limit_resources(limits)) return "rlimits";
    if (!restrict_calls(landlocked == Landlocked::yes ? opens : Opens::nothing)) return "seccomp";
    return std::nullopt;
}

}  // namespace exeat::worker
