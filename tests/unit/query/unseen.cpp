// Vectors predicted from compositions, on models whose vectors follow a known rule.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "core/base/error.hpp"
#include "core/chem/elements.hpp"
#include "query/ensemble.hpp"
#include "query/linear/predictor.hpp"
#include "query/linear/unseen_scores.hpp"
#include "query/rank.hpp"
#include "tests/unit/query/fixture.hpp"

using namespace lode;
using namespace lode::query;
using fixture::split;

namespace {

constexpr std::size_t k_dim = 12;
constexpr const char* k_elements[] = {"Al", "Ba", "Bi", "Ca", "Co", "Fe", "Ga", "Li",
                                      "Mn", "Na", "O",  "P",  "S",  "Si", "Te", "Ti"};

using Vector = std::vector<double>;

Vector random_vector(std::mt19937& random) {
    Vector v(k_dim);
    for (auto& x : v) {
        x = static_cast<double>(random() % 2001) / 1000 - 1;
    }
    return v;
}

// Input vectors of materials are the means of hidden vectors of their elements, weighted by their
// fractions; output vectors have hidden vectors of their own. The words of the elements themselves
// point elsewhere. `noise` of 1 hides the rule.
class Planted {
 public:
    explicit Planted(double noise, std::size_t most = SIZE_MAX) {
        std::mt19937 random(11);
        for (const char* element : k_elements) {
            m_hidden[0][element] = random_vector(random);
            m_hidden[1][element] = random_vector(random);
            add(element, random_vector(random), random_vector(random), true);
        }
        add("thermoelectric", random_vector(random), random_vector(random), false);
        const std::size_t n = std::size(k_elements);
        for (std::size_t a = 0; a < n; ++a) {
            for (std::size_t b = a + 1; b < n; ++b) {
                for (const int amount : {1, 3}) {
                    if (m_words.size() - n > most) {
                        return;
                    }
                    const std::string formula = chem::canonical(*chem::parse_formula(
                        k_elements[a] + std::string(k_elements[b]) + std::to_string(amount)));
                    Vector sides[2];
                    for (int side = 0; side < 2; ++side) {
                        sides[side] = rule(formula, side);
                        const Vector other = random_vector(random);
                        for (std::size_t k = 0; k < k_dim; ++k) {
                            sides[side][k] = (1 - noise) * sides[side][k] + noise * other[k];
                        }
                    }
                    add(formula, sides[0], sides[1], true);
                }
            }
        }
    }

    Vector rule(const std::string& formula, int side) const {
        const auto composition = *chem::parse_formula(formula);
        double total = 0;
        for (const auto& part : composition.amounts) {
            total += part.second;
        }
        Vector sum(k_dim, 0);
        for (const auto& [element, amount] : composition.amounts) {
            const Vector& hidden = m_hidden[side].at(std::string(chem::symbol(element)));
            for (std::size_t k = 0; k < k_dim; ++k) {
                sum[k] += amount / total * hidden[k];
            }
        }
        return sum;
    }

    embed::Embedding model() const {
        embed::Spec spec;
        spec.dim = k_dim;
        embed::Provenance provenance;
        provenance.corpus = "c0ffee";
        std::vector<float> matrices[2];
        for (int side = 0; side < 2; ++side) {
            for (const auto& vector : m_vectors[side]) {
                for (const double x : vector) {
                    matrices[side].push_back(static_cast<float>(x));
                }
            }
        }
        return embed::Embedding(spec, provenance, {}, {}, m_words, matrices[0], matrices[1]);
    }

 private:
    void add(const std::string& text, Vector input, Vector output, bool material) {
        m_words.push_back({text, 1000 - m_words.size(), material, text});
        m_vectors[0].push_back(std::move(input));
        m_vectors[1].push_back(std::move(output));
    }
    std::map<std::string, Vector> m_hidden[2];
    std::vector<embed::Word> m_words;
    std::vector<Vector> m_vectors[2];
};

RankRequest about(const std::string& term) {
    RankRequest request;
    request.concepts = {term};
    return request;
}

double cosine_with(const std::vector<float>& made, const Vector& truth) {
    std::vector<float> other;
    for (const double x : truth) {
        other.push_back(static_cast<float>(x));
    }
    return embed::cosine(made, other);
}

const UnseenScore& find(const std::vector<UnseenScore>& scores, LeftOut left_out, Side side,
                        std::string_view rule) {
    return *std::find_if(scores.begin(), scores.end(), [&](const UnseenScore& s) {
        return s.left_out == left_out && s.side == side && s.rule == rule;
    });
}

}  // namespace

TEST_CASE("a rule of fractions is found and holds for formulas nobody has seen") {
    const Planted planted(0);
    const auto embedding = planted.model();
    const CompositionModel model(embedding);
    CHECK(model.materials().size() == 240);
    for (const char* formula : {"FeLiO4P", "Bi2Te3", "BaO3Ti", "CoLiO2"}) {
        INFO(formula);
        const auto composition = *chem::parse_formula(formula);
        CHECK_FALSE(embedding.find(formula));
        const auto input = model.predict(composition, Side::input);
        const auto output = model.predict(composition, Side::output);
        REQUIRE(input);
        CHECK(embed::cosine(*input, *input) == Approx(1));
        // Three elements and more are outside of what it was trained on.
        CHECK(cosine_with(*input, planted.rule(formula, 0)) > 0.9);
        CHECK(cosine_with(*output, planted.rule(formula, 1)) > 0.9);
        CHECK(cosine_with(*input, planted.rule(formula, 1)) < 0.9);
    }
    CHECK(model.nearness(Side::input).mean_cosine > 0.95);
    // An element that no material holds.
    CHECK_FALSE(model.predict(*chem::parse_formula("UO2"), Side::input));
}

TEST_CASE("what is left out is not seen") {
    // Noise alone: a model that saw what it predicts would do better than chance.
    const Planted planted(1);
    const auto embedding = planted.model();
    const CompositionModel model(embedding);
    for (const LeftOut which : {LeftOut::formulas, LeftOut::systems}) {
        const auto rows = model.left_out(which, Side::input);
        double sum = 0;
        for (std::size_t i = 0; i < model.materials().size(); ++i) {
            const std::span<const float> row(rows.data() + i * k_dim, k_dim);
            sum += embed::cosine(row, embedding.input(model.materials()[i].word));
        }
        CHECK(std::abs(sum / static_cast<double>(model.materials().size())) < 0.1);
    }
}

TEST_CASE("formulas of one chemical system share a fold") {
    const auto embedding = Planted(0).model();
    const auto materials = trained_materials(embedding);
    std::map<std::string, std::size_t> fold;
    bool apart = false;
    for (const auto& material : materials) {
        const std::size_t own = fold_of(material, LeftOut::systems);
        CHECK(own < k_folds);
        CHECK(fold.emplace(material.system, own).first->second == own);
        apart = apart || fold_of(material, LeftOut::formulas) != own;
    }
    CHECK(apart);
    CHECK(fold.size() == 120);
}

TEST_CASE("the measure sets the model beside the simple rules") {
    const auto embedding = Planted(0.1).model();
    const CompositionModel model(embedding);
    const auto scores = measure_unseen(embedding, model, Progress::none(), {});
    REQUIRE(scores.size() == 12);
    for (const LeftOut which : {LeftOut::formulas, LeftOut::systems}) {
        for (const Side side : {Side::input, Side::output}) {
            const auto& fitted = find(scores, which, side, "composition model");
            const auto& averaging = find(scores, which, side, "element averaging");
            CHECK(fitted.materials == 240);
            CHECK(fitted.mean_cosine > 0.9);
            CHECK(fitted.median_rank <= 3);
            CHECK(fitted.in_top_10 > 0.9);
            CHECK(fitted.above_averaging > 0.95);
            // The elements' own words point elsewhere.
            CHECK(std::abs(averaging.mean_cosine) < 0.35);
            CHECK(averaging.above_averaging == 0.5);
            CHECK(averaging.median_rank > 20);
        }
    }
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(measure_unseen(embedding, model, Progress::none(), stop.get_token()),
                    Interrupted);
}

TEST_CASE("a question may hold a formula that the corpus does not") {
    const Planted planted(0.1);
    const auto embedding = planted.model();
    const Neighbours found = neighbours(embedding, split, "CoLiO2", 5, true);
    CHECK(found.predicted);
    REQUIRE(found.notes.size() == 1);
    CHECK_THAT(found.notes.front(), Catch::Contains("\"CoLiO2\" has no vector of its own") &&
                                        Catch::Contains("mean cosine of 0.9"));
    REQUIRE(found.rows.size() == 5);
    CHECK(found.rows.front().cosine > 0.7);

    const Neighbours known = neighbours(embedding, split, "LiO3", 5, true);
    CHECK_FALSE(known.predicted);
    CHECK(known.notes.empty());

    // Neither a formula in canonical form, nor of known elements, nor of two elements.
    for (const char* word : {"PVDF", "LiCoO2", "O2U", "Xe", "something"}) {
        INFO(word);
        CHECK_THROWS_AS(neighbours(embedding, split, word, 5, true), NoAnswer);
    }
}

TEST_CASE("a ranking for an unknown formula says so") {
    const auto embedding = Planted(0.1).model();
    const fixture::Memory literature({});
    const Report report = rank(literature, embedding, split, about("CoLiO2"));
    CHECK(report.concept_terms == std::vector<std::string>{"CoLiO2"});
    CHECK(report.ignored_terms.empty());
    CHECK(std::any_of(report.notes.begin(), report.notes.end(), [](const std::string& note) {
        return note.find("predicted from its composition") != std::string::npos;
    }));
    const Report known = rank(literature, embedding, split, about("thermoelectric"));
    CHECK(std::none_of(known.notes.begin(), known.notes.end(), [](const std::string& note) {
        return note.find("predicted") != std::string::npos;
    }));
}

TEST_CASE("too few materials: no prediction, and the reason is told") {
    const auto embedding = Planted(0, 20).model();
    CHECK_THROWS_WITH(CompositionModel(embedding), Catch::Contains("50 are needed"));
    CHECK_THROWS_AS(neighbours(embedding, split, "CoLiO2", 5, true), NoAnswer);
}
