// The web pages: files built into the program, or those of a folder (--web). Called by app when it serves. Refuses to
// know what is on them; they ask the API for everything.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/server.h"

namespace exeat::api {

/// One file of the built web, as the build put it into the program.
struct PageFile {
    std::string_view path;  // "/index.html"
    std::string_view bytes;
};
/// All files of web/dist at the time of the build; empty when there were none.
[[nodiscard]] std::vector<PageFile> built_in_pages();

/// Adds GET / and GET /{path...}. An unknown path that a browser asks for as a page gets index.html (the page itself
/// says what is not there); anything else that is unknown is not_found. Errors: not_found "no-web-folder" when `folder`
/// is named and has no index.html.
[[nodiscard]] Done add_pages(http::Router& router, const std::string& folder);

}  // namespace exeat::api
