using System.IO.Enumeration;
using System.Reflection;
using ZeroG.Testing;

namespace ZeroG.Chain.Tests.Vectors;

/// <summary>Every file of known answers for this floor has a test, or a reason here why it is tested elsewhere.</summary>
[Trait("Category", "Vectors")]
public class VectorCoverageTests
{
    private const string Area = "chain";

    private static readonly Dictionary<string, string> TestedElsewhere = new()
    {
        ["keccak256*.json"] = "ZeroG.Cryptography.Tests hashes it.",
        ["inft-crypto*.json"] = "Sealing of agent metadata belongs to the floor of agents, which is not built yet.",
        ["inft-proofs*.json"] = "Transfer proofs belong to the floor of agents, which is not built yet.",
    };

    private static VectorForm[] Forms =>
    [
        .. typeof(VectorCoverageTests).Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(member => member.FieldType == typeof(VectorForm))
            .Select(member => (VectorForm)member.GetValue(null)!)
            .Where(form => form.Area == Area),
    ];

    public static IEnumerable<object[]> Files => VectorFiles.In(Area).Select(path => new object[] { Path.GetFileName(path) });

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryVectorFile_IsReadByOneFormOrHasAReason(string file)
    {
        int forms = Forms.Count(form => VectorFiles.In(Area, form.Pattern).Any(path => Path.GetFileName(path) == file));

        Assert.True(forms <= 1, $"{file} is read by {forms} vector forms of this project; one is enough.");
        Assert.True(
            forms == 1 || TestedElsewhere.Keys.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, file)),
            $"{file} has no test: give it one with a VectorForm, or a reason in TestedElsewhere.");
    }
}
