// The few system calls that storing bytes needs, as an interface, so that a test can make each of them fail. Called by
// the local store only. Refuses to know digests and folders' meaning; an error is the errno, nothing is retried.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/vocabulary/error.h"
#include "core/vocabulary/instant.h"
#include "state/blobs/owned_file.h"

namespace exeat::blobs {

/// A value or the errno.
template <class T>
using OrErrno = std::expected<T, int>;

struct FileStatus {
    std::int64_t size = 0;
    Instant modified;
    std::int64_t names = 1;  // that the file has
};

class Disk {
public:
    virtual ~Disk() = default;

    /// A new file to write and read, mode 0600. EEXIST when the name is taken.
    virtual OrErrno<OwnedFile> create(const std::string& path) = 0;
    /// A file that is there, to write at its end and to read.
    virtual OrErrno<OwnedFile> open_to_extend(const std::string& path) = 0;
    virtual OrErrno<OwnedFile> open_to_read(const std::string& path) = 0;
    /// May write fewer bytes than asked for.
    virtual OrErrno<std::size_t> write(const OwnedFile& file, std::span<const std::byte> bytes) = 0;
    /// May read fewer bytes than asked for; 0 at the end.
    virtual OrErrno<std::size_t> read(const OwnedFile& file, std::int64_t offset, std::span<std::byte> into) = 0;
    /// Makes the file `length` bytes long and continues writing there.
    virtual OrErrno<void> cut(const OwnedFile& file, std::int64_t length) = 0;
    /// Lets the disk begin with bytes that were written; promises nothing.
    virtual OrErrno<void> start_writeback(const OwnedFile& file, std::int64_t offset, std::int64_t length) = 0;
    virtual OrErrno<void> sync_data(const OwnedFile& file) = 0;
    virtual OrErrno<void> sync_file(const OwnedFile& file) = 0;
    virtual OrErrno<void> sync_folder(const std::string& path) = 0;
    /// EEXIST when `to` is there; never replaces it.
    virtual OrErrno<void> rename(const std::string& from, const std::string& to) = 0;
    /// Gives the file a second name. EEXIST when `to` is there.
    virtual OrErrno<void> link(const std::string& from, const std::string& to) = 0;
    virtual OrErrno<void> remove(const std::string& path) = 0;
    virtual OrErrno<void> make_folder(const std::string& path) = 0;
    virtual OrErrno<FileStatus> status(const std::string& path) = 0;
    /// Sets the time of the last change to now.
    virtual OrErrno<void> touch(const std::string& path) = 0;
    /// Sorted, without "." and "..".
    virtual OrErrno<std::vector<std::string>> names_in(const std::string& path) = 0;
};

/// The disk of this machine.
std::unique_ptr<Disk> make_kernel_disk();

/// What a person and the log are told: "disk-full" for no space, busy "too-many-files" for no descriptor or memory,
/// else "disk-failed". `doing` and `path` are for the log.
[[nodiscard]] Error disk_error(int number, const char* doing, const std::string& path);
[[nodiscard]] bool is_disk_full(int number);
/// Whether after this errno nothing more may be written until the disk is proved well.
[[nodiscard]] bool is_disk_failure(int number);

}  // namespace exeat::blobs
