// What exeat and exeat-media say to each other, byte by byte: docs/worker-protocol.md tells it in words. Used on both
// sides, so it knows the vocabulary and nothing else. Refuses to know sockets and pictures. Every read is checked:
// whoever wrote the bytes may have been taken over.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace exeat::media {

/// Both sides have to be of the same version: they are built and installed together.
inline constexpr std::uint16_t k_protocol_version = 1;
/// What a recipe makes of the same file changes with this number; renditions of older ones are made again.
inline constexpr std::uint32_t k_recipe_version = 1;

inline constexpr std::size_t k_frame_head = 8;
inline constexpr std::size_t k_most_outputs = 4;
inline constexpr std::uint32_t k_longest_side = 2048;  // a proxy is no larger (POLICY.md "file class")
inline constexpr std::size_t k_most_detail = 500;      // bytes of a worker's own words
inline constexpr std::size_t k_request_frame = 512;    // no request, status or version is longer
inline constexpr std::size_t k_most_answer = 16 << 20;

enum class PictureFormat : std::uint8_t { jpeg = 1, png, gif, webp, tiff, svg, pdf };
/// Whether the padlock of POLICY.md "Watermark" lies on a picture.
enum class Marking : std::uint8_t { clean, padlock };
enum class OutputType : std::uint8_t { jpeg = 1, webp };

struct Wanted {
    std::uint32_t longest = 0;  // the longest side has at most as many pixels
    Marking marking = Marking::clean;
    friend bool operator==(const Wanted&, const Wanted&) = default;
};

/// What a decoder may take at most; the kernel holds it to the last two.
struct Limits {
    std::uint32_t megapixels = 300;
    std::uint32_t memory_mib = 2048;
    std::uint32_t cpu_seconds = 30;
    friend bool operator==(const Limits&, const Limits&) = default;
};

struct Request {
    PictureFormat format = PictureFormat::jpeg;
    std::uint32_t page = 0;  // the first is 0
    Limits limits;
    std::vector<Wanted> outputs;  // 1 to k_most_outputs
    friend bool operator==(const Request&, const Request&) = default;
};

struct Output {
    OutputType type = OutputType::jpeg;
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::string bytes;
    friend bool operator==(const Output&, const Output&) = default;
};

/// What was made of a file. Width and height are those of the file itself, turned the right way up.
struct Picture {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::array<std::uint8_t, 3> colour{};  // the dominant one, sRGB
    std::vector<Output> outputs;           // one for each that was wanted, in that order
    friend bool operator==(const Picture&, const Picture&) = default;
};

/// Why a decoder made nothing. All are of the file: the same file gives the same again.
enum class WhyNot : std::uint8_t { broken = 1, too_many_pixels, no_such_page, encrypted, not_readable };
struct NotMade {
    WhyNot why = WhyNot::broken;
    std::string detail;  // for the log: the decoder's own words, at most k_most_detail bytes
};

/// How a decoder's process ended, as wait(2) tells it to its parent.
struct Ended {
    std::int32_t exit_code = 0;
    std::int32_t signal = 0;  // 0: it exited
};

enum class FrameKind : std::uint16_t { request = 1, started, ended, made, not_made };
struct FrameHead {
    std::uint32_t length = 0;  // of what follows the head
    FrameKind kind = FrameKind::request;
};
/// Of exactly k_frame_head bytes. nullopt: another version, or no frame.
[[nodiscard]] std::optional<FrameHead> read_frame_head(std::string_view bytes);

/// Whole frames, with their heads.
[[nodiscard]] std::string frame_of(const Request& request);
[[nodiscard]] std::string frame_of(const Picture& picture);
[[nodiscard]] std::string frame_of(const NotMade& not_made);
[[nodiscard]] std::string frame_of(const Ended& ended);
/// Says that the decoder runs; its process descriptor comes along.
[[nodiscard]] std::string started_frame();

/// Bodies of frames. nullopt for what is not exactly one: too short, too long, an unknown word, a number out of bounds.
[[nodiscard]] std::optional<Request> read_request(std::string_view body);
[[nodiscard]] std::optional<Picture> read_picture(std::string_view body);
[[nodiscard]] std::optional<NotMade> read_not_made(std::string_view body);
[[nodiscard]] std::optional<Ended> read_ended(std::string_view body);

}  // namespace exeat::media
