using System.Text.RegularExpressions;

namespace LifecycleLambda.Tests.Trust;

/// <summary>
/// A condition expression as a tree, and the conditions that differ from it in one place: one comparator, one AND or OR, one bound,
/// one clause less.
/// </summary>
internal abstract partial record MutationCondition
{
    private static readonly string[] Comparators = ["<", "<=", "=", "<>", ">=", ">"];

    /// <summary>The other value that could stand there by mistake.</summary>
    private static readonly Dictionary<string, string> Swapped = new()
    {
        [":timestampMinusTolerance"] = ":timestampPlusTolerance",
        [":timestampPlusTolerance"] = ":timestampMinusTolerance",
        // The event's own type: only a disconnect has 3b.
        [":connected"] = ":eventType",
    };

    internal static MutationCondition Parse(string expression)
    {
        var tokens = new Queue<string>(Token().Matches(expression).Select(match => match.Value));
        var tree = ParseOr(tokens);
        return tokens.Count is 0 ? tree : throw new FormatException($"Not understood: {string.Join(' ', tokens)}");
    }

    /// <summary>Every condition that differs in one place, with what the place has become.</summary>
    internal abstract IEnumerable<(string Change, MutationCondition Mutant)> Mutants();

    private static MutationCondition ParseOr(Queue<string> tokens)
    {
        var left = ParseAnd(tokens);
        while (tokens.TryPeek(out var token) && token is "OR")
        {
            tokens.Dequeue();
            left = new Pair(left, "OR", ParseAnd(tokens));
        }

        return left;
    }

    private static MutationCondition ParseAnd(Queue<string> tokens)
    {
        var left = ParseTerm(tokens);
        while (tokens.TryPeek(out var token) && token is "AND")
        {
            tokens.Dequeue();
            left = new Pair(left, "AND", ParseTerm(tokens));
        }

        return left;
    }

    private static MutationCondition ParseTerm(Queue<string> tokens)
    {
        var first = tokens.Dequeue();
        if (first is "(")
        {
            var inner = ParseOr(tokens);
            Expect(tokens, ")");
            return inner;
        }

        if (!tokens.TryPeek(out var next) || next is not "(")
        {
            return new Comparison(first, tokens.Dequeue(), tokens.Dequeue());
        }

        tokens.Dequeue();
        var call = new Call(first, tokens.Dequeue());
        Expect(tokens, ")");
        return call;
    }

    private static void Expect(Queue<string> tokens, string token)
    {
        if (tokens.Dequeue() != token)
        {
            throw new FormatException($"{token} is missing.");
        }
    }

    [GeneratedRegex("[()]|[<>=]+|[#:]?[A-Za-z_]+")]
    private static partial Regex Token();

    private sealed record Pair(MutationCondition Left, string Operator, MutationCondition Right) : MutationCondition
    {
        internal override IEnumerable<(string Change, MutationCondition Mutant)> Mutants()
        {
            var other = Operator is "AND" ? "OR" : "AND";
            yield return ($"{Operator} -> {other} before {Right}", this with { Operator = other });
            yield return ($"without {Right}", Left);
            yield return ($"without {Left}", Right);
            foreach (var (change, mutant) in Left.Mutants())
            {
                yield return (change, this with { Left = mutant });
            }

            foreach (var (change, mutant) in Right.Mutants())
            {
                yield return (change, this with { Right = mutant });
            }
        }

        public override string ToString() => $"({Left} {Operator} {Right})";
    }

    private sealed record Comparison(string Attribute, string Comparator, string Value) : MutationCondition
    {
        internal override IEnumerable<(string Change, MutationCondition Mutant)> Mutants()
        {
            foreach (var comparator in Comparators.Where(comparator => comparator != Comparator))
            {
                yield return Changed(this with { Comparator = comparator });
            }

            if (Swapped.TryGetValue(Value, out var other))
            {
                yield return Changed(this with { Value = other });
            }
        }

        public override string ToString() => $"{Attribute} {Comparator} {Value}";

        private (string, MutationCondition) Changed(Comparison mutant) => ($"{this} -> {mutant}", mutant);
    }

    private sealed record Call(string Function, string Attribute) : MutationCondition
    {
        internal override IEnumerable<(string Change, MutationCondition Mutant)> Mutants()
        {
            var opposite = this with { Function = "attribute_exists" };
            yield return ($"{this} -> {opposite}", opposite);
            // What a plain "put if absent" asks: an item that was provisioned beforehand would never take an event.
            var key = this with { Attribute = "clientId" };
            yield return ($"{this} -> {key}", key);
        }

        public override string ToString() => $"{Function}({Attribute})";
    }
}
