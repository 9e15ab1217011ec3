// The calls of the kernel that a decoder keeps, as a seccomp filter. A call that is not listed answers EPERM: libraries
// try many things and go on without. What only an intruder wants ends the process at once.
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <vector>

#include "sandbox.h"

namespace exeat::worker {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t k_machine = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t k_machine = AUDIT_ARCH_AARCH64;
#else
#error "The filter of system calls has to be told of this machine."
#endif

constexpr std::array k_kept{
    SYS_read,
    SYS_pread64,
    SYS_readv,
    SYS_write,
    SYS_writev,
    SYS_close,
    SYS_lseek,
    SYS_fstat,
    SYS_fadvise64,
    SYS_dup,
    SYS_munmap,
    SYS_mremap,
    SYS_madvise,
    SYS_brk,
    SYS_futex,
    SYS_set_robust_list,
    SYS_get_robust_list,
    SYS_rseq,
    SYS_rt_sigaction,
    SYS_rt_sigprocmask,
    SYS_rt_sigreturn,
    SYS_sigaltstack,
    SYS_tgkill,
    SYS_gettid,
    SYS_getpid,
    SYS_exit,
    SYS_exit_group,
    SYS_sched_yield,
    SYS_sched_getaffinity,
    SYS_clock_gettime,
    SYS_clock_getres,
    SYS_clock_nanosleep,
    SYS_nanosleep,
    SYS_gettimeofday,
    SYS_getrandom,
    SYS_sysinfo,
    SYS_uname,
    SYS_getuid,
    SYS_geteuid,
    SYS_getgid,
    SYS_getegid,
    SYS_ppoll,
    SYS_membarrier,
    SYS_restart_syscall,
#if defined(__x86_64__)
    SYS_poll,
    SYS_time,
#endif
};

/// Only where fonts may be read; Landlock says which.
constexpr std::array k_kept_for_fonts{
    SYS_newfstatat, SYS_statx, SYS_fstatfs, SYS_statfs,   SYS_faccessat, SYS_faccessat2, SYS_readlinkat, SYS_getdents64,
#if defined(__x86_64__)
    SYS_stat,       SYS_lstat, SYS_access,  SYS_readlink,
#endif
};

constexpr std::array k_deadly{
    SYS_execve,      SYS_execveat,       SYS_ptrace,      SYS_process_vm_readv, SYS_process_vm_writev,
    SYS_unshare,     SYS_setns,          SYS_mount,       SYS_pivot_root,       SYS_chroot,
    SYS_bpf,         SYS_io_uring_setup, SYS_userfaultfd, SYS_perf_event_open,  SYS_kexec_load,
    SYS_init_module, SYS_finit_module,   SYS_pidfd_getfd, SYS_keyctl,           SYS_add_key,
#if defined(__x86_64__)
    SYS_fork,        SYS_vfork,
#endif
};

constexpr std::uint32_t k_refused = SECCOMP_RET_ERRNO | EPERM;
constexpr std::uint32_t k_unknown = SECCOMP_RET_ERRNO | ENOSYS;

class Filter {
public:
    Filter() {
        load(offsetof(seccomp_data, arch));
        jump(BPF_JEQ, k_machine, 1, 0);
        answer(SECCOMP_RET_KILL_PROCESS);
        load(offsetof(seccomp_data, nr));
        jump(BPF_JGE, 0x40000000, 0, 1);  // x32: other numbers for the same calls
        answer(SECCOMP_RET_KILL_PROCESS);
    }
    void always(long call, std::uint32_t what) {
        jump(BPF_JEQ, static_cast<std::uint32_t>(call), 0, 1);
        answer(what);
    }
    /// Allowed when the low half of an argument, masked, is a value; else `otherwise`.
    void when(long call, unsigned argument, std::uint32_t mask, std::uint32_t value, std::uint32_t otherwise) {
        jump(BPF_JEQ, static_cast<std::uint32_t>(call), 0, 5);
        load(static_cast<std::uint32_t>(offsetof(seccomp_data, args) + argument * sizeof(std::uint64_t)));
        add(BPF_ALU | BPF_AND | BPF_K, mask);
        jump(BPF_JEQ, value, 0, 1);
        answer(SECCOMP_RET_ALLOW);
        answer(otherwise);
    }
    /// Allowed when an argument is the null pointer.
    void when_null(long call, unsigned argument) {
        const auto low = static_cast<std::uint32_t>(offsetof(seccomp_data, args) + argument * sizeof(std::uint64_t));
        jump(BPF_JEQ, static_cast<std::uint32_t>(call), 0, 6);
        load(low);
        jump(BPF_JEQ, 0, 0, 3);
        load(low + 4);
        jump(BPF_JEQ, 0, 0, 1);
        answer(SECCOMP_RET_ALLOW);
        answer(k_refused);
    }
    bool install() {
        answer(k_refused);
        sock_fprog program{static_cast<unsigned short>(code_.size()), code_.data()};
        return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
    }

private:
    void add(std::uint32_t code, std::uint32_t k, std::uint8_t yes = 0, std::uint8_t no = 0) {
        code_.push_back({static_cast<std::uint16_t>(code), yes, no, k});
    }
    void load(std::uint32_t offset) { add(BPF_LD | BPF_W | BPF_ABS, offset); }
    void jump(std::uint32_t how, std::uint32_t value, std::uint8_t yes, std::uint8_t no) {
        add(BPF_JMP | how | BPF_K, value, yes, no);
    }
    void answer(std::uint32_t what) { add(BPF_RET | BPF_K, what); }

    std::vector<sock_filter> code_;
};

}  // namespace

bool restrict_calls(Opens opens) {
    Filter filter;
    for (const auto call : k_kept) filter.always(call, SECCOMP_RET_ALLOW);
    if (opens == Opens::fonts) {
        for (const auto call : k_kept_for_fonts) filter.always(call, SECCOMP_RET_ALLOW);
        // Landlock lets a file without a name be opened again; nothing is ever opened for writing.
        constexpr std::uint32_t writes = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
        filter.when(SYS_openat, 2, writes, O_RDONLY, k_refused);
#if defined(__x86_64__)
        filter.when(SYS_open, 1, writes, O_RDONLY, k_refused);
#endif
    }
    for (const auto call : k_deadly) filter.always(call, SECCOMP_RET_KILL_PROCESS);
    filter.always(SYS_clone3, k_unknown);  // its flags lie in memory, where no filter looks; glibc takes clone then
    filter.when(SYS_clone, 0, CLONE_THREAD, CLONE_THREAD, SECCOMP_RET_KILL_PROCESS);
    filter.when(SYS_mmap, 2, PROT_EXEC, 0, k_refused);
    filter.when(SYS_mprotect, 2, PROT_EXEC, 0, k_refused);
    filter.when(SYS_prctl, 0, 0xffffffff, PR_SET_NAME, k_refused);
    filter.when_null(SYS_prlimit64, 2);
    filter.when(SYS_fcntl, 1, 0xffffffff & ~std::uint32_t{F_GETFL | F_GETFD | F_SETFD}, 0, k_refused);
    return filter.install();
}

}  // namespace exeat::worker
