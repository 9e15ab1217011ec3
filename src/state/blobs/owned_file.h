// A file descriptor that is closed with its owner. Made by state/blobs, handed to whoever sends or reads the file.
#pragma once

#include <unistd.h>

#include <utility>

namespace exeat::blobs {

class OwnedFile {
public:
    explicit OwnedFile(int descriptor) : descriptor_(descriptor) {}
    ~OwnedFile() { close(); }
    OwnedFile(OwnedFile&& other) noexcept : descriptor_(other.release()) {}
    OwnedFile& operator=(OwnedFile&& other) noexcept {
        if (this != &other) {
            close();
            descriptor_ = other.release();
        }
        return *this;
    }
    OwnedFile(const OwnedFile&) = delete;
    OwnedFile& operator=(const OwnedFile&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_; }
    /// Gives the descriptor away; the taker closes it.
    [[nodiscard]] int release() { return std::exchange(descriptor_, -1); }
    void close() {
        if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    }

private:
    int descriptor_;
};

}  // namespace exeat::blobs
