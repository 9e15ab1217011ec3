// Whatever a decoder may answer: reading it neither breaks nor reads beyond it, and what is read writes itself again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "service/media/picture_head.h"
#include "service/media/protocol.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace exeat::media;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    static_cast<void>(read_frame_head(bytes.substr(0, k_frame_head)));
    static_cast<void>(read_picture_head(bytes));
    static_cast<void>(read_not_made(bytes));
    static_cast<void>(read_ended(bytes));
    if (const auto picture = read_picture(bytes); picture && frame_of(*picture).substr(k_frame_head) != bytes) abort();
    if (const auto request = read_request(bytes); request && frame_of(*request).substr(k_frame_head) != bytes) abort();
    return 0;
}
