// A folder that goes with its test, and bytes to fill it with. Called by this module's tests only.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "state/blobs/blobs.h"

namespace exeat::blobs::testing {

class Scratch {
public:
    Scratch() : folder_(in_memory_if_possible() + "/exeat-blobs-XXXXXX") {
        if (::mkdtemp(folder_.data()) == nullptr) std::abort();
    }
    ~Scratch() { std::filesystem::remove_all(folder_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    [[nodiscard]] const std::string& folder() const { return folder_; }
    [[nodiscard]] std::string path_of(const Digest& digest) const {
        const auto text = to_text(digest);
        return folder_ + "/blobs/" + text.substr(0, 2) + "/" + text.substr(2);
    }
    /// Files below a folder of the store.
    [[nodiscard]] std::vector<std::string> files(const std::string& below) const {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_ + "/" + below)) {
            if (entry.is_regular_file()) found.push_back(entry.path().string());
        }
        return found;
    }

private:
    // Thousands of folders are made here; what a disk does with a sync is not what these tests look at.
    static std::string in_memory_if_possible() {
        return ::access("/dev/shm", W_OK) == 0 ? "/dev/shm" : std::filesystem::temp_directory_path().string();
    }

    std::string folder_;
};

inline std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text.data(), text.size()));
}

/// Bytes that differ from place to place and from seed to seed.
inline std::string content(std::size_t size, std::uint64_t seed) {
    std::string text(size, '\0');
    std::uint64_t state = seed * 0x9e3779b97f4a7c15U + 1;
    for (auto& c : text) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        c = static_cast<char>(state >> 56U);
    }
    return text;
}

inline Result<Stored> store(Blobs& blobs, std::string_view text) {
    EXEAT_TAKE(const auto incoming, blobs.begin());
    EXEAT_TRY(incoming->append(bytes_of(text)));
    return incoming->finish();
}

inline Result<std::string> read_all(Blobs& blobs, const Digest& digest) {
    EXEAT_TAKE(const auto blob, blobs.open(digest));
    std::string text(static_cast<std::size_t>(blob->size()), '\0');
    EXEAT_TAKE(const auto got, blob->read(0, std::as_writable_bytes(std::span(text.data(), text.size()))));
    text.resize(got);
    return text;
}

}  // namespace exeat::blobs::testing
