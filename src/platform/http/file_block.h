// One block of a file in memory, read and checked, from which bytes are then sent. Called by the connection. Refuses to
// know where they go.
#pragma once

#include <cstdint>
#include <string_view>

#include "platform/http/block_memory.h"
#include "platform/http/message.h"

namespace exeat::http {

class FileBlock {
public:
    enum class Read : std::uint8_t {
        done,
        would_block,  // not all of it is in memory
        short_file,   // the file ends too early, or cannot be read
        check_failed,
    };

    explicit FileBlock(BlockMemory& memory) : memory_(memory) {}
    ~FileBlock() { release(); }
    FileBlock(const FileBlock&) = delete;
    FileBlock& operator=(const FileBlock&) = delete;

    /// Makes the block that covers `at` the current one, without content yet.
    void aim(const FileSlice& slice, std::uint64_t at);
    /// Reads only what the page cache has.
    [[nodiscard]] Read read_cached(const FileSlice& slice);
    /// Reads from the disk; any thread.
    [[nodiscard]] Read read(const FileSlice& slice);

    [[nodiscard]] bool holds(std::uint64_t at) const { return filled_ && at >= first_ && at < first_ + length_; }
    /// What it holds of [at, end).
    [[nodiscard]] std::string_view bytes(std::uint64_t at, std::uint64_t end) const;
    /// Gives the memory back; on the thread that owns it.
    void release();

private:
    [[nodiscard]] Read checked(const FileSlice& slice);

    BlockMemory& memory_;
    BlockMemory::Lease lease_;
    std::uint64_t first_ = 0;
    std::uint64_t length_ = 0;
    bool filled_ = false;
};

}  // namespace exeat::http
