// Who holds which blob, and which are about to be removed, so that an upload of the same content and a collection never
// miss each other. Called by the stores of this module. Refuses to know where blobs lie.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "core/vocabulary/digest.h"
#include "state/blobs/blobs.h"

namespace exeat::blobs {

/// Thread-safe; made as a shared_ptr because pins outlive whoever gave them.
///
/// A removal goes: condemn, ask whether a row uses the blob, begin_removal, remove, end_removal. pin() in between takes
/// the sentence back; pin() while the removal itself runs waits for its end and then finds the blob gone.
class Pins : public std::enable_shared_from_this<Pins> {
public:
    [[nodiscard]] Pin pin(const Digest& digest);
    /// False: it is held, or condemned by somebody else.
    [[nodiscard]] bool condemn(const Digest& digest);
    /// Takes a sentence back, if it still stands.
    void spare(const Digest& digest);
    /// False: it was held meanwhile.
    [[nodiscard]] bool begin_removal(const Digest& digest);
    void end_removal(const Digest& digest);

private:
    enum class Fate : std::uint8_t { kept, condemned, going };
    struct Entry {
        int pins = 0;
        Fate fate = Fate::kept;
    };
    void unpin(const Digest& digest);

    std::mutex mutex_;
    std::condition_variable gone_;
    std::unordered_map<Digest, Entry> entries_;
};

}  // namespace exeat::blobs
