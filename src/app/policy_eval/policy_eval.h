// `exeat policy eval`: cases in, answers out, one JSON line each, in order. Called by the command line with its own
// streams. Knows the JSON of cases (members named as in POLICY.md); refuses to know any data folder.
//
// A line is the input of decide() as an object, or a case that holds it under `input`. A member that is absent counts
// as null. Null is: no instant, no limit, no link, no principal; false; the empty list or object, but every file for
// the `files` of requests and links; level 0 for the public user; and for words what a new library starts with:
// visibility members, viewer_access open, access and protection of assets and folders inherit, role none, combine
// supersede, re_request always for download and never for access, a file of class original, `of` original. Whatever
// else the answer rests on must be there: now, action, asset and its status, access and protection of the library,
// level of an account, type of a link, kind, status and created_at of a request, preset of a conversion that is
// downloaded, share_type of a share, all numbers of a quota, id and version of terms. Members that nobody knows are
// named on `err` and not looked at.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace exeat::policy_eval {

/// Answers every line of `in` on `out`: `{"outcome":…,"needs":[…],"denied_by":…,"request_state":…,"can_request":…,
/// "watermarked":…,"trace":[…]}`, or `{"error":{…}}` for a line that is no case, whose mistakes are also written to
/// `err` with their line and pointer. Works on `threads` threads, this one among them (0 counts as 1). Returns the exit
/// code: 0, or 1 when a line was no case or `out` took no more.
[[nodiscard]] int run_policy_eval(std::istream& in, std::ostream& out, std::ostream& err, unsigned threads);

}  // namespace exeat::policy_eval
