// Bytes that arrived and were not read yet. Called by the connection. Costs nothing while it is empty: ten thousand
// idle connections hold ten thousand of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace exeat::http {

class InputBuffer {
public:
    [[nodiscard]] bool empty() const { return first_ == last_; }
    [[nodiscard]] std::size_t size() const { return last_ - first_; }
    [[nodiscard]] std::string_view view() const { return {bytes_.get() + first_, size()}; }

    /// Room for at least `least` more bytes behind the content.
    [[nodiscard]] char* prepare(std::size_t least) {
        if (capacity_ - last_ < least) move_to(capacity_ - size() >= least ? capacity_ : grown(size() + least));
        return bytes_.get() + last_;
    }
    [[nodiscard]] std::size_t room() const { return capacity_ - last_; }
    void commit(std::size_t bytes) { last_ += bytes; }

    void consume(std::size_t bytes) {
        first_ += bytes;
        if (empty()) first_ = last_ = 0;
    }
    /// Gives the memory back when nothing is in it.
    void release_when_empty() {
        if (!empty()) return;
        bytes_.reset();
        capacity_ = first_ = last_ = 0;
    }

private:
    [[nodiscard]] std::size_t grown(std::size_t least) const { return std::max(least, capacity_ * 2); }

    void move_to(std::size_t capacity) {
        auto bytes = std::make_unique_for_overwrite<char[]>(capacity);
        const auto count = size();
        if (count != 0) std::memcpy(bytes.get(), bytes_.get() + first_, count);
        bytes_ = std::move(bytes);
        capacity_ = capacity;
        first_ = 0;
        last_ = count;
    }

    std::unique_ptr<char[]> bytes_;
    std::size_t capacity_ = 0;
    std::size_t first_ = 0;
    std::size_t last_ = 0;
};

}  // namespace exeat::http
