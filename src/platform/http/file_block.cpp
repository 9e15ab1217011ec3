#include "platform/http/file_block.h"

#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <span>

namespace exeat::http {
namespace {

constexpr std::uint64_t k_step = 1U << 20U;

bool has_check(const FileSlice& slice) {
    return slice.check && slice.check_block > 0;
}

}  // namespace

void FileBlock::aim(const FileSlice& slice, std::uint64_t at) {
    filled_ = false;
    if (has_check(slice)) {
        first_ = at / slice.check_block * slice.check_block;
        length_ = std::min(slice.check_block, slice.file_size - first_);
    } else {
        first_ = at;
        length_ = std::min(k_step, slice.offset + slice.length - at);
    }
    if (lease_.capacity < length_) {
        release();
        lease_ = memory_.take(length_);
    }
}

FileBlock::Read FileBlock::read_cached(const FileSlice& slice) {
    const iovec part{lease_.bytes.get(), static_cast<std::size_t>(length_)};
    const auto count = ::preadv2(slice.file->descriptor(), &part, 1, static_cast<off_t>(first_), RWF_NOWAIT);
    if (count < 0 || static_cast<std::uint64_t>(count) != length_) return Read::would_block;
    return checked(slice);
}

FileBlock::Read FileBlock::read(const FileSlice& slice) {
    std::uint64_t done = 0;
    while (done < length_) {
        const auto count = ::pread(slice.file->descriptor(), lease_.bytes.get() + done,
                                   static_cast<std::size_t>(length_ - done), static_cast<off_t>(first_ + done));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return Read::short_file;
        done += static_cast<std::uint64_t>(count);
    }
    return checked(slice);
}

FileBlock::Read FileBlock::checked(const FileSlice& slice) {
    if (has_check(slice)) {
        const auto bytes = std::as_bytes(std::span(lease_.bytes.get(), static_cast<std::size_t>(length_)));
        try {
            if (!slice.check(first_, bytes)) return Read::check_failed;
        } catch (...) {
            return Read::check_failed;
        }
    }
    filled_ = true;
    return Read::done;
}

std::string_view FileBlock::bytes(std::uint64_t at, std::uint64_t end) const {
    if (!holds(at)) return {};
    const auto stop = std::min(end, first_ + length_);
    return {lease_.bytes.get() + (at - first_), static_cast<std::size_t>(stop - at)};
}

void FileBlock::release() {
    filled_ = false;
    memory_.give_back(std::exchange(lease_, {}));
}

}  // namespace exeat::http
