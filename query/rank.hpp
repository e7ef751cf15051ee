// Question to report (DESIGN section 6).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/store/store.hpp"
#include "embed/vectors/embedding.hpp"
#include "query/bias/correction.hpp"
#include "query/format.hpp"
#include "query/literature.hpp"
#include "query/report.hpp"
#include "query/terms.hpp"

namespace lode::query {

struct Candidate;
struct OtherSeeds;  // query/ensemble.hpp
struct Survey;

// What a ranking has found out before it fills its rows.
struct Field {
    const Terms& terms;
    const std::vector<Candidate>& all;         // every candidate with its score, by word number
    const Survey& seen;                        // its materials are those of `all`
    const std::vector<Candidate>& candidates;  // those that pass the filters, best first, placed
};

struct RankRequest {
    std::vector<std::string> concepts;  // as typed; a quoted phrase is one
    std::vector<std::string> minus;
    std::map<std::string, double> weights =
        {};  // of concepts and minus terms as typed; 1 for others
    // Words that mean "already studied": the articles that hold one are the concept's literature,
    // of which every count, vote and sentence is. Empty: the concepts themselves.
    std::vector<std::string> keywords = {};
    std::size_t limit = 20;
    std::uint64_t min_count = 4;
    std::vector<std::string> with_elements;  // symbols
    std::vector<std::string> without_elements;
    enum class Studied { any, studied, unstudied } studied = Studied::any;
    std::size_t evidence = 3;  // sentences a material
    // Canonical formulas that get a row too wherever they rank, behind the first `limit`. One that
    // is no candidate gets none.
    std::vector<std::string> also;
    // How often the classifier of outcomes errs; nothing: success rates are not corrected for it.
    std::optional<bias::Confusion> confusion;
    // Which of Field::candidates become rows, in this order; without it the first `limit`.
    std::function<std::vector<std::size_t>(const Field&)> choose = {};
    // Models of other seeds that are asked too; must outlive the call.
    const OtherSeeds* others = nullptr;
    std::string_view command = "lode rank";  // begins the example in an error
};

// Score: cosine of the OUTPUT vector of the material with the mean of the unit INPUT vectors of the
// concept terms (minus terms subtracted), Tshitoyan et al. 2019. Throws NoAnswer (with near
// spellings, their counts and a command that works in the hint) where no concept term is known or
// no candidate is left. With models of other seeds the score is the mean of the cosines in all of
// them, and each row has the interval of its rank over them.
Report rank(const store::Reader& store, const embed::Embedding& model,
            const text::Analyser& analyser, const RankRequest& request);

// The same over any literature.
Report rank(const Literature& literature, const embed::Embedding& model, const Normalise& normalise,
            const RankRequest& request);

// Lets every flag of query/flags judge every row, in the order of the flags' names.
void judge(Report& report);

// A word of an answer about words.
struct SimilarRow {
    std::string word, written;
    double cosine = 0;
    std::uint64_t count = 0;
    bool material = false;
};
struct Neighbours {
    std::vector<SimilarRow> rows;
    bool predicted = false;          // the vector of the term, or a part of it, is no trained one
    std::vector<std::string> notes;  // what a reader must know before the numbers, for people
};
// The words nearest to a term by the cosine of input vectors. A formula that the model does not
// know gets a predicted vector (query/linear). NoAnswer as rank().
Neighbours neighbours(const embed::Embedding& model, const Normalise& normalise,
                      const std::string& term, std::size_t limit, bool materials_only);
Neighbours neighbours(const embed::Embedding& model, const text::Analyser& analyser,
                      const std::string& term, std::size_t limit, bool materials_only);
// The rows alone.
std::vector<SimilarRow> similar(const embed::Embedding& model, const text::Analyser& analyser,
                                const std::string& term, std::size_t limit, bool materials_only);
std::vector<SimilarRow> similar(const embed::Embedding& model, const Normalise& normalise,
                                const std::string& term, std::size_t limit, bool materials_only);
// word, written, cosine, count, kind.
SimpleTable similar_table(const std::vector<SimilarRow>& rows);

}  // namespace lode::query
