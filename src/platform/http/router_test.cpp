#include <gtest/gtest.h>

#include "platform/http/forwarding.h"
#include "platform/http/request_target.h"
#include "platform/http/server.h"

namespace exeat::http {
namespace {

Router router_of(std::initializer_list<std::pair<Method, const char*>> routes) {
    Router router;
    for (const auto& [method, pattern] : routes) {
        router.add({method, pattern, Handler([](Request&) { return Response(); })});
    }
    return router;
}

std::string matched(const Router& router, Method method, std::string_view path) {
    const auto match = router.match(method, path);
    if (!match.route) return "-";
    std::string text = match.route->pattern;
    for (const auto& [name, value] : match.parameters) text += " " + name + "=" + value;
    return text;
}

TEST(Router, PrefersWhatIsMorePrecise) {
    const auto router = router_of({{Method::get, "/api/assets"},
                                   {Method::get, "/api/assets/{id}"},
                                   {Method::get, "/api/assets/new"},
                                   {Method::get, "/api/assets/{asset}/files"},
                                   {Method::get, "/api/{rest...}"},
                                   {Method::get, "/{page...}"},
                                   {Method::delete_, "/api/assets/{id}"}});
    EXPECT_EQ(matched(router, Method::get, "/api/assets"), "/api/assets");
    EXPECT_EQ(matched(router, Method::get, "/api/assets/new"), "/api/assets/new");
    EXPECT_EQ(matched(router, Method::get, "/api/assets/7"), "/api/assets/{id} id=7");
    EXPECT_EQ(matched(router, Method::get, "/api/assets/new/files"), "/api/assets/{asset}/files asset=new")
        << "a fixed segment that leads nowhere does not hide a {name}";
    EXPECT_EQ(matched(router, Method::delete_, "/api/assets/new"), "/api/assets/{id} id=new");
    EXPECT_EQ(matched(router, Method::get, "/api/assets/7/files/x"), "/api/{rest...} rest=assets/7/files/x");
    EXPECT_EQ(matched(router, Method::get, "/api/assets/"), "/api/{rest...} rest=assets/")
        << "an empty segment is no id";
    EXPECT_EQ(matched(router, Method::get, "/"), "/{page...} page=");
    EXPECT_EQ(matched(router, Method::get, "/api"), "/{page...} page=api");
    EXPECT_EQ(matched(router, Method::put, "/api/assets/7"), "-");
    EXPECT_EQ(matched(router, Method::get, "*"), "-");
}

TEST(Router, ReadsPathsAsTheyCome) {
    const auto router =
        router_of({{Method::get, "/a/{x}"}, {Method::get, "/f/{rest...}"}, {Method::get, "/caf\xC3\xA9"}});
    EXPECT_EQ(matched(router, Method::get, "/%61/1"), "/a/{x} x=1");
    EXPECT_EQ(matched(router, Method::get, "/a/b%2Fc"), "/a/{x} x=b/c") << "an encoded slash is data";
    EXPECT_EQ(matched(router, Method::get, "/a/%2525"), "/a/{x} x=%25") << "decoded once";
    EXPECT_EQ(matched(router, Method::get, "/a/b+c"), "/a/{x} x=b+c");
    EXPECT_EQ(matched(router, Method::get, "/a/b/c"), "-");
    EXPECT_EQ(matched(router, Method::get, "/f/x/y%20z"), "/f/{rest...} rest=x/y z");
    EXPECT_EQ(matched(router, Method::get, "/caf%C3%A9"), "/caf\xC3\xA9");
    EXPECT_EQ(matched(router, Method::get, "/A/1"), "-") << "case counts";
    EXPECT_EQ(matched(router, Method::get, "/a/%g1"), "-");
}

TEST(Router, TellsWhichMethodsAPathHas) {
    const auto router =
        router_of({{Method::get, "/a"}, {Method::post, "/a"}, {Method::patch, "/{x}"}, {Method::head, "/h"}});
    using M = Method;
    EXPECT_EQ(router.match(M::put, "/a").allowed, (std::vector<M>{M::get, M::head, M::post, M::patch, M::options}));
    EXPECT_EQ(router.match(M::put, "/h").allowed, (std::vector<M>{M::head, M::patch, M::options}));
    EXPECT_TRUE(router.match(M::get, "/a/b").allowed.empty());
    EXPECT_EQ(matched(router, M::head, "/a"), "/a");
    EXPECT_EQ(matched(router, M::get, "/h"), "-");
}

TEST(RouterDeathTest, RefusesMistakenRoutesAtTheStart) {
    const auto adding = [](std::initializer_list<const char*> patterns) {
        Router router;
        for (const auto* pattern : patterns) router.add({Method::get, pattern, Handler()});
    };
    EXPECT_DEATH(adding({"/a/{x}", "/a/{y}"}), "is there already");
    EXPECT_DEATH(adding({"/a/{x...}", "/a/{y...}"}), "is there already");
    EXPECT_DEATH(adding({"a"}), "begins with");
    EXPECT_DEATH(adding({"/{x...}/a"}), "last segment");
    EXPECT_DEATH(adding({"/{x}.json"}), "whole segment");
}

TEST(Target, IsDecodedOnce) {
    const auto target = parse_target("/a/./b%20c/%2F?x=1&y=a%2Bb+c&&z&=v");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/a/b c/%2F");
    EXPECT_EQ(target->wire_path, "/a/b%20c/%2F");
    const std::vector<std::pair<std::string, std::string>> query{{"x", "1"}, {"y", "a+b c"}, {"z", ""}, {"", "v"}};
    EXPECT_EQ(target->query, query);
    EXPECT_EQ(parse_target("HTTPS://host:1/x?y=1")->path, "/x");
    EXPECT_EQ(parse_target("http://host?y=1")->path, "/");
    EXPECT_EQ(parse_target("*")->path, "*");
    EXPECT_EQ(parse_target("/a/.")->path, "/a/");
    EXPECT_EQ(parse_target("/a//b/")->path, "/a//b/") << "empty segments stay";
    EXPECT_EQ(parse_target("/?a=b=c")->query[0].second, "b=c");
    EXPECT_EQ(parse_target("/a|b^c?x=\"{}\"")->path, "/a|b^c") << "browsers send these as they are";
}

TEST(Target, ThatCouldMeanTwoThingsIsRefused) {
    for (const char* text :
         {"",     "a",      "//..",  "/..",  "/a/%2e.", "/%2E%2e/b", "/a%2F..", "/a%2f..%2fb", "/%00",     "/a%", "/%1",
          "/%zz", "/?a=%0", "/?%00", "/a#b", "/a b",    "/a\x7F",    "http://", "http:///a",   "ftp://h/a"}) {
        EXPECT_FALSE(parse_target(text)) << text;
    }
    EXPECT_TRUE(parse_target("/..a/b..")) << "dots within a name are a name";
}

std::string from(std::initializer_list<std::pair<const char*, const char*>> fields, const char* socket_peer,
                 ForwardingFields which = ForwardingFields::x_forwarded) {
    const auto proxies = TrustedProxies::parse({"10.0.0.0/8", "fd00::/8", "192.0.2.1"});
    Headers headers;
    for (const auto& [name, value] : fields) headers.add(name, value);
    const auto origin = origin_of(*parse_address(socket_peer), headers, *proxies, which);
    return origin.scheme + " " + to_text(origin.peer);
}

TEST(Forwarding, GivesTheRightmostAddressThatIsNoProxy) {
    EXPECT_EQ(from({{"X-Forwarded-For", "1.1.1.1"}}, "8.8.8.8"), "http 8.8.8.8") << "not trusted";
    EXPECT_EQ(from({{"X-Forwarded-Proto", "https"}}, "8.8.8.8"), "http 8.8.8.8");
    EXPECT_EQ(from({{"X-Forwarded-For", "6.6.6.6, 1.1.1.1"}, {"X-Forwarded-Proto", "https"}}, "10.1.1.1"),
              "https 1.1.1.1");
    EXPECT_EQ(from({{"X-Forwarded-For", "6.6.6.6, 1.1.1.1, 10.2.2.2"}}, "fd00::1"), "http 1.1.1.1");
    EXPECT_EQ(from({{"X-Forwarded-For", "6.6.6.6"}, {"X-Forwarded-For", "10.3.3.3, 192.0.2.1"}}, "10.1.1.1"),
              "http 6.6.6.6");
    EXPECT_EQ(from({{"X-Forwarded-For", "10.2.2.2, 10.3.3.3"}}, "10.1.1.1"), "http 10.2.2.2") << "proxies all the way";
    EXPECT_EQ(from({{"X-Forwarded-For", "1.1.1.1, nonsense, 10.3.3.3"}}, "10.1.1.1"), "http 10.3.3.3");
    EXPECT_EQ(from({{"X-Forwarded-For", ""}}, "10.1.1.1"), "http 10.1.1.1");
    EXPECT_EQ(from({{"X-Forwarded-Proto", "https"}}, "10.1.1.1"), "https 10.1.1.1");
    EXPECT_EQ(from({{"X-Forwarded-For", "1.1.1.1:443"}}, "10.1.1.1"), "http 1.1.1.1");
    EXPECT_EQ(from({{"X-Forwarded-For", "[2001:db8::7]:443"}}, "10.1.1.1"), "http 2001:db8::7");
    EXPECT_EQ(from({{"X-Forwarded-For", "2001:db8::7"}}, "::ffff:10.1.1.1"), "http 2001:db8::7") << "mapped IPv4";
    EXPECT_EQ(from({{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-Proto", "gopher"}}, "10.1.1.1"), "http 1.1.1.1");
    EXPECT_EQ(from({{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-Proto", "https, http"}}, "10.1.1.1"), "http 1.1.1.1");
    EXPECT_EQ(from({{"Forwarded", "for=9.9.9.9;proto=https"}, {"X-Forwarded-For", "1.1.1.1"}}, "10.1.1.1"),
              "http 1.1.1.1")
        << "a client's own Forwarded is not believed";
}

TEST(Forwarding, ReadsForwardedWhereThatIsWhatTheProxiesWrite) {
    const auto standard = [](const char* field) {
        return from({{"Forwarded", field}, {"X-Forwarded-For", "6.6.6.6"}}, "10.1.1.1", ForwardingFields::forwarded);
    };
    EXPECT_EQ(standard("for=1.1.1.1;proto=https;by=10.0.0.1"), "https 1.1.1.1");
    EXPECT_EQ(standard("for=6.6.6.6, For=\"[2001:db8::1]:80\";Proto=\"https\", for=10.2.2.2"), "https 2001:db8::1");
    EXPECT_EQ(standard("for=_hidden;proto=https"), "https 10.1.1.1");
    EXPECT_EQ(standard("nonsense"), "http 10.1.1.1");
}

TEST(Forwarding, WantsBlocksThatAreBlocks) {
    for (const char* block : {"", "10.0.0.0/33", "10.0.0.1/8", "::/129", "10.0.0.0/-1", "10.0.0.0/", "x/8", "10.0/8",
                              "fd00::1/8", "1.2.3.4/8/8", "10.0.0.0/ 8"}) {
        const auto proxies = TrustedProxies::parse({block});
        ASSERT_FALSE(proxies) << block;
        EXPECT_EQ(proxies.error().code, "bad-trusted-proxy");
    }
    EXPECT_TRUE(TrustedProxies::parse({"0.0.0.0/0"})->trusts(*parse_address("8.8.8.8")));
    EXPECT_FALSE(TrustedProxies::parse({"0.0.0.0/0"})->trusts(*parse_address("::1"))) << "IPv4 alone";
    EXPECT_TRUE(TrustedProxies::parse({"::1"})->trusts(*parse_address("::1")));
}

TEST(Headers, CompareWithoutCaseAndKeepTheirOrder) {
    Headers headers;
    headers.add("A", "1");
    headers.add("b", "2");
    headers.add("a", "3");
    EXPECT_EQ(headers.find("a"), "1");
    headers.set("A", "4");
    EXPECT_EQ(headers.fields().size(), 2U);
    EXPECT_EQ(headers.find("a"), "4");
    EXPECT_FALSE(headers.find("c"));
}

TEST(CutOfATransfer, IsCalledOnceArmedAndNeverAfterItsEnd) {
    int resets = 0;
    Cut early;
    early.now();
    early.arm([&] { ++resets; });
    EXPECT_EQ(resets, 1);
    Cut late;
    late.arm([&] { ++resets; });
    EXPECT_EQ(resets, 1);
    late.disarm();
    late.now();
    EXPECT_EQ(resets, 1);
    EXPECT_TRUE(late.is_cut());
}

}  // namespace
}  // namespace exeat::http
