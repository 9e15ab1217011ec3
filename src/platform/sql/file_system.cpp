#include "platform/sql/file_system.h"

#include <fcntl.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "platform/sql/failures.h"

namespace exeat::sql {
namespace {

struct Network {
    unsigned long magic;
    const char* name;
};

constexpr std::array<Network, 19> k_networks = {{
    {0x6969, "nfs"},          {0x517B, "smb"},        {0xFE534D42, "smb2"},  {0xFF534D42, "cifs"},
    {0x65735546, "fuse"},     {0x01021997, "9p"},     {0x00C36400, "ceph"},  {0x5346414F, "afs"},
    {0x6B414653, "afs"},      {0x73757245, "coda"},   {0x564C, "ncp"},       {0x7461636F, "ocfs2"},
    {0x01161970, "gfs2"},     {0x0BD00BD0, "lustre"}, {0x47504653, "gpfs"},  {0x786F4256, "vboxsf"},
    {0x20030528, "orangefs"}, {0xBACBACBC, "vmhgfs"}, {0xAAD7AAEA, "panfs"},
}};

/// The folder that the bytes lie in, symbolic links followed.
std::string folder_of(const std::string& file) {
    std::error_code ignored;
    auto real = std::filesystem::weakly_canonical(file, ignored);
    if (real.empty()) real = file;
    const auto folder = real.parent_path().string();
    return folder.empty() ? "." : folder;
}

std::unexpected<Error> failed(const std::string& what) {
    const int code = errno;
    return fail(disk_failed(what + ": " + std::strerror(code)));
}

Done sync(const std::string& path, int flags) {
    const int file = ::open(path.c_str(), flags | O_CLOEXEC);
    if (file < 0) return failed("open " + path);
    if (::fsync(file) != 0) {
        auto error = failed("fsync " + path);
        ::close(file);
        return error;
    }
    ::close(file);
    return {};
}

}  // namespace

const char* network_file_system(long magic) {
    const auto wanted = static_cast<unsigned long>(magic) & 0xFFFFFFFFUL;
    for (const auto& network : k_networks) {
        if (network.magic == wanted) return network.name;
    }
    return "";
}

Done check_local_disk(const std::string& file) {
    const auto folder = folder_of(file);
    struct statfs about{};
    if (::statfs(folder.c_str(), &about) != 0) {
        const int code = errno;
        return fail(ErrorKind::unavailable, "database-cannot-be-opened",
                    "The folder " + folder + " cannot be used: " + std::strerror(code) + ".");
    }
    const std::string network = network_file_system(static_cast<long>(about.f_type));
    if (!network.empty()) {
        return fail(ErrorKind::unavailable, "network-file-system",
                    "The folder " + folder + " is on a network file system (" + network +
                        "), where SQLite can lose data. Use a local disk, or PostgreSQL.");
    }
    return {};
}

Done sync_with_folder(const std::string& file) {
    EXEAT_TRY(sync(file, O_RDONLY));
    return sync(folder_of(file), O_RDONLY | O_DIRECTORY);
}

}  // namespace exeat::sql
