// Names of files inside an archive: safe to unpack anywhere, unique, and exactly as they were wherever that is safe.
// Called by Layout, and by the use case that joins folder and file names to a path. Refuses to know what the files are.
//
// A name that is not safe loses no more than it must: "_" stands for each byte that is no UTF-8, for control
// characters, characters that turn the direction of writing, and \ : * ? " < > |, for a dot or space at the end; "_" is
// put before names that Windows reserves (NUL, com1.txt) and stands for ".", ".." and nothing.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace exeat::zip {

/// Bytes of one part of a path: what file systems take.
inline constexpr std::size_t k_longest_part = 255;
/// Bytes of a path; a longer one keeps its last part only.
inline constexpr std::size_t k_longest_path = 4000;

/// One part of a path: any text (a name may hold "/", which becomes "_").
[[nodiscard]] std::string safe_part(std::string_view name);

/// A path of parts with "/" between them: each made safe, empty ones and a "/" at either end dropped.
[[nodiscard]] std::string safe_path(std::string_view path);

/// Safe paths, all different (also where A and a are the same), none of them a folder of another: a name that is taken
/// becomes "name (2).jpg". In the order given, so the first of several keeps its name.
[[nodiscard]] std::vector<std::string> unique_paths(const std::vector<std::string>& paths);

/// The name under which entry `number` stands when it was withdrawn: as many bytes as `path`, in the same folder:
/// "withdrawn-7____.txt", or "gone-7__" where there is less room, or `path` itself where there is none.
[[nodiscard]] std::string placeholder_path(std::string_view path, std::size_t number);

/// The number that placeholder_path was called with, when `path` looks like its answer; else npos.
[[nodiscard]] std::size_t placeholder_number(std::string_view path);

/// `text` with A to Z as a to z.
[[nodiscard]] std::string folded(std::string_view text);

}  // namespace exeat::zip
