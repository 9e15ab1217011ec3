#include "usecases/durable_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace exeat::usecases {

std::unexpected<Error> cannot_write(const std::string& path, int reason) {
    if (reason == ENOSPC) return fail(ErrorKind::unavailable, "disk-full", "There is no room left at " + path + ".");
    return fail(ErrorKind::unavailable, "cannot-write", path + " cannot be written: " + std::strerror(reason) + ".");
}

NewFile::NewFile(std::string path)
    : path_(std::move(path)),
      descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)),
      reason_(descriptor_ < 0 ? errno : 0) {}

NewFile::~NewFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Done NewFile::write(std::span<const std::byte> bytes) {
    if (descriptor_ < 0) return cannot_write(path_, reason_);
    while (!bytes.empty()) {
        const auto written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return cannot_write(path_, errno);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return {};
}

Done NewFile::close() {
    if (descriptor_ < 0) return cannot_write(path_, reason_);
    if (::fsync(descriptor_) != 0) return cannot_write(path_, errno);
    return {};
}

Done make_private_folder(const std::string& folder) {
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return cannot_write(folder, errno);
    return {};
}

Done sync_folder(const std::string& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return cannot_write(folder, errno);
    const int synced = ::fsync(descriptor);
    const int reason = errno;
    ::close(descriptor);
    return synced == 0 ? Done{} : cannot_write(folder, reason);
}

}  // namespace exeat::usecases
