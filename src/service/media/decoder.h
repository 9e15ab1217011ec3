// Has exeat-media make pictures: starts it, gives it one file at a time, waits no longer than it may, and believes
// nothing that it answers. Called by usecases/pictures. Refuses to know assets, and what becomes of a picture.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "core/vocabulary/error.h"
#include "service/media/protocol.h"

namespace exeat::media {

class Zygote;  // the process; zygote_process.h

struct DecoderOptions {
    std::string program;                // exeat-media, absolute
    std::int64_t deadline_ms = 60'000;  // of one file, by the clock on the wall
};

/// Thread-safe: as many files at once as threads call it.
class Decoder {
public:
    explicit Decoder(DecoderOptions options);
    ~Decoder();
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;

    /// Whether the program is there. Errors: unavailable "no-decoder".
    [[nodiscard]] Done present() const;

    /// Pictures of the file behind a descriptor that nobody else reads. Errors of the file, the same again when tried
    /// again: invalid "picture-broken", "picture-encrypted", "picture-no-page"; too_large "picture-too-large";
    /// unavailable "picture-too-costly". Errors of the decoder: unavailable "no-decoder", "decoder-died",
    /// "decoder-slow", "decoder-lied", "stopping".
    [[nodiscard]] Result<Picture> make(const Request& request, int file);

    /// Ends the process while it has nothing to do; the next file starts it again.
    void rest();
    /// Ends it now: files that are being decoded are errors "stopping", and all later ones.
    void stop();
    /// The process, while there is one; 0 when it rests.
    [[nodiscard]] int process() const;

private:
    [[nodiscard]] Result<std::shared_ptr<Zygote>> awake();
    void forget(const std::shared_ptr<Zygote>& zygote);

    DecoderOptions options_;
    mutable std::mutex mutex_;
    std::shared_ptr<Zygote> zygote_;
    int stopping_ = -1;  // an eventfd, readable once stop() was called
    bool stopped_ = false;
};

}  // namespace exeat::media
