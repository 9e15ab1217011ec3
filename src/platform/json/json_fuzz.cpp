// Any bytes as a body: no crash, and what is taken is written and read again as the same.
#include <cstdlib>

#include "platform/json/read.h"
#include "platform/json/write.h"

namespace exeat::json_fuzz {

enum class Word : std::uint8_t { one, two };
BOOST_DESCRIBE_ENUM(Word, one, two)

struct Node {
    std::optional<std::string> text;
    json::Change<std::int16_t> change;
    json::Default<double> number{1};
    json::Default<Word> word{Word::two};
    json::Default<std::vector<Node>> nodes;
    json::Default<std::map<std::string, std::uint64_t>> map;
    std::optional<AssetId> id;
    std::optional<Instant> at;
    std::optional<Digest> digest;
    std::optional<bool> yes;
};
BOOST_DESCRIBE_STRUCT(Node, (), (text, change, number, word, nodes, map, id, at, digest, yes))

}  // namespace exeat::json_fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace exeat;
    const auto node = json::from_text<json_fuzz::Node>({reinterpret_cast<const char*>(data), size});
    if (!node) {
        if (node.error().kind != ErrorKind::invalid || node.error().text.empty()) std::abort();
        return 0;
    }
    const auto text = json::to_text(*node);
    const auto again = json::from_text<json_fuzz::Node>(text);
    if (!again || json::to_text(*again) != text) std::abort();
    return 0;
}
