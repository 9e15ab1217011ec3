// Bytes of a key: cannot be copied by accident and are wiped when they go. Called by whoever signs, seals or makes
// tickets. Refuses to know what a key is for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace exeat::keys {

class SecretBytes {
public:
    SecretBytes() = default;
    /// `size` zero bytes.
    explicit SecretBytes(std::size_t size);
    ~SecretBytes();
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;

    [[nodiscard]] std::span<std::uint8_t> span() { return {bytes_.get(), size_}; }
    [[nodiscard]] std::span<const std::uint8_t> span() const { return {bytes_.get(), size_}; }
    [[nodiscard]] const std::uint8_t* data() const { return bytes_.get(); }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    std::unique_ptr<std::uint8_t[]> bytes_;
    std::size_t size_ = 0;
};

}  // namespace exeat::keys
