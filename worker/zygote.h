// The process that exeat starts: it has the libraries loaded, never decodes, and forks a child for every request. The
// child takes everything away from itself, decodes one file and ends. Called by main. Refuses to look into requests and
// files: a request goes to its child unread.
#pragma once

#include <expected>
#include <functional>

#include "sandbox.h"
#include "service/media/protocol.h"

namespace exeat::worker {

/// Makes pictures of the file behind a descriptor. Called in a child, inside its sandbox.
using Decode = std::function<std::expected<media::Picture, media::NotMade>(const media::Request& request, int file)>;

struct Work {
    std::function<Opens(media::PictureFormat format)> opens;
    Decode decode;
};

/// Takes requests from a socket until its other end is closed. The exit status for main.
[[nodiscard]] int run_zygote(int control, const Work& work);

}  // namespace exeat::worker
