#include "state/blobs/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <utility>

namespace exeat::blobs {
namespace {

OrErrno<void> done_or_errno(int answer) {
    if (answer == 0) return {};
    return std::unexpected(errno);
}

OrErrno<OwnedFile> file_or_errno(int descriptor) {
    if (descriptor >= 0) return OwnedFile(descriptor);
    return std::unexpected(errno);
}

class KernelDisk final : public Disk {
public:
    OrErrno<OwnedFile> create(const std::string& path) override {
        return file_or_errno(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    }
    OrErrno<OwnedFile> open_to_extend(const std::string& path) override {
        return file_or_errno(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
    }
    OrErrno<OwnedFile> open_to_read(const std::string& path) override {
        return file_or_errno(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    }
    OrErrno<std::size_t> write(const OwnedFile& file, std::span<const std::byte> bytes) override {
        ssize_t wrote = 0;
        do wrote = ::write(file.descriptor(), bytes.data(), bytes.size());
        while (wrote < 0 && errno == EINTR);
        if (wrote < 0) return std::unexpected(errno);
        return static_cast<std::size_t>(wrote);
    }
    OrErrno<std::size_t> read(const OwnedFile& file, std::int64_t offset, std::span<std::byte> into) override {
        ssize_t got = 0;
        do got = ::pread(file.descriptor(), into.data(), into.size(), offset);
        while (got < 0 && errno == EINTR);
        if (got < 0) return std::unexpected(errno);
        return static_cast<std::size_t>(got);
    }
    OrErrno<void> cut(const OwnedFile& file, std::int64_t length) override {
        if (::ftruncate(file.descriptor(), length) != 0) return std::unexpected(errno);
        if (::lseek(file.descriptor(), length, SEEK_SET) != length) return std::unexpected(errno);
        return {};
    }
    OrErrno<void> start_writeback(const OwnedFile& file, std::int64_t offset, std::int64_t length) override {
        return done_or_errno(::sync_file_range(file.descriptor(), offset, length, SYNC_FILE_RANGE_WRITE));
    }
    OrErrno<void> sync_data(const OwnedFile& file) override { return done_or_errno(::fdatasync(file.descriptor())); }
    OrErrno<void> sync_file(const OwnedFile& file) override { return done_or_errno(::fsync(file.descriptor())); }
    OrErrno<void> sync_folder(const std::string& path) override {
        const auto folder = file_or_errno(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (!folder) return std::unexpected(folder.error());
        return sync_file(*folder);
    }
    OrErrno<void> rename(const std::string& from, const std::string& to) override {
        return done_or_errno(::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE));
    }
    OrErrno<void> link(const std::string& from, const std::string& to) override {
        return done_or_errno(::link(from.c_str(), to.c_str()));
    }
    OrErrno<void> remove(const std::string& path) override { return done_or_errno(::unlink(path.c_str())); }
    OrErrno<void> make_folder(const std::string& path) override { return done_or_errno(::mkdir(path.c_str(), 0700)); }
    OrErrno<FileStatus> status(const std::string& path) override {
        struct stat status{};
        if (::lstat(path.c_str(), &status) != 0) return std::unexpected(errno);
        const Instant modified{status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1'000'000};
        return FileStatus{status.st_size, modified, static_cast<std::int64_t>(status.st_nlink)};
    }
    OrErrno<void> touch(const std::string& path) override {
        return done_or_errno(::utimensat(AT_FDCWD, path.c_str(), nullptr, AT_SYMLINK_NOFOLLOW));
    }
    OrErrno<std::vector<std::string>> names_in(const std::string& path) override {
        DIR* const folder = ::opendir(path.c_str());
        if (folder == nullptr) return std::unexpected(errno);
        std::vector<std::string> names;
        errno = 0;
        while (const auto* entry = ::readdir(folder)) {
            const std::string_view name = entry->d_name;
            if (name != "." && name != "..") names.emplace_back(name);
        }
        const int number = errno;
        ::closedir(folder);
        if (number != 0) return std::unexpected(number);
        std::ranges::sort(names);
        return names;
    }
};

}  // namespace

std::unique_ptr<Disk> make_kernel_disk() {
    return std::make_unique<KernelDisk>();
}

bool is_disk_full(int number) {
    return number == ENOSPC || number == EDQUOT;
}

bool is_disk_failure(int number) {
    return !is_disk_full(number) && number != EMFILE && number != ENFILE && number != ENOMEM && number != EFBIG;
}

Error disk_error(int number, const char* doing, const std::string& path) {
    const std::string detail = std::string(doing) + " " + path + ": " + std::strerror(number);
    if (is_disk_full(number)) {
        return {ErrorKind::unavailable,
                "disk-full",
                "The server has no room left for files. Nothing of this was stored; what is there already is safe.",
                detail,
                {},
                60};
    }
    if (number == EFBIG) {
        return {ErrorKind::too_large,
                "too-large",
                "This file is larger than the server's disk can hold in one file.",
                detail,
                {},
                0};
    }
    if (!is_disk_failure(number)) {
        return {ErrorKind::busy,
                "too-many-files",
                "The server has too many files open. Try again in a moment.",
                detail,
                {},
                1};
    }
    return {ErrorKind::unavailable,
            "disk-failed",
            "The server's disk reported an error, so no files are taken at the moment. Nothing of this was stored.",
            detail,
            {},
            10};
}

}  // namespace exeat::blobs
