#include "app/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace exeat::app {
namespace {

std::string holder_of(int descriptor) {
    std::array<char, 32> text{};
    const auto length = ::pread(descriptor, text.data(), text.size() - 1, 0);
    if (length <= 0) return "another process";
    std::string id(text.data(), static_cast<std::size_t>(length));
    while (id.ends_with('\n')) id.pop_back();
    return "process " + id;
}

}  // namespace

Result<FolderLock> FolderLock::take(const std::string& folder) {
    std::error_code error;
    const bool made = std::filesystem::create_directories(folder, error);
    if (error) {
        return fail(ErrorKind::unavailable, "no-data-folder",
                    "The data folder " + folder + " cannot be made: " + error.message() + ".");
    }
    if (made) ::chmod(folder.c_str(), 0700);
    const auto path = folder + "/lock";
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return fail(ErrorKind::unavailable, "no-data-folder",
                    "The data folder " + folder + " cannot be written: " + std::strerror(errno) + ".");
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const auto holder = holder_of(descriptor);
        ::close(descriptor);
        return fail(ErrorKind::conflict, "folder-in-use",
                    "The data folder " + folder + " is in use by " + holder + ". Only one can work in it at a time.");
    }
    const auto id = std::to_string(::getpid()) + "\n";
    // Only so that somebody who finds the lock taken is told by whom; the lock itself is the kernel's.
    if (::ftruncate(descriptor, 0) == 0) static_cast<void>(::pwrite(descriptor, id.data(), id.size(), 0));
    return FolderLock(descriptor);
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

FolderLock::~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace exeat::app
