using System.Management.Automation;
using System.Reflection;
using System.Text;
using ZeroG.Testing;

namespace ZeroG.PowerShell.Tests.Surface;

/// <summary>
/// What scripts of users depend on, as one text: cmdlets, parameters, output properties, error ids. A change of it must show in the diff of
/// <c>PublicSurface.txt</c>.
/// </summary>
public sealed class PublicSurfaceTests
{
    private static readonly string Accepted = Path.Combine(Repository.Root, "tests", "ZeroG.PowerShell.Tests", "PublicSurface.txt");

    [Fact]
    public void Surface_OfTheBuiltModule_IsTheAcceptedOne()
    {
        string surface = Describe();
        string accepted = File.Exists(Accepted) ? File.ReadAllText(Accepted).ReplaceLineEndings("\n") : "";
        string received = Path.ChangeExtension(Accepted, ".received.txt");
        if (surface == accepted)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, surface);
        string[] before = accepted.Split('\n');
        string[] after = surface.Split('\n');
        Assert.Fail(
            "The public surface has changed. If that is meant, accept it by moving PublicSurface.received.txt over PublicSurface.txt "
            + "and say it in CHANGELOG.md.\n"
            + string.Join(
                '\n', [.. before.Except(after).Select(line => "- " + line), .. after.Except(before).Select(line => "+ " + line)]));
    }

    private static string Describe()
    {
        StringBuilder text = new();
        foreach (CmdletInfo cmdlet in ModuleCmdlets.List)
        {
            Append(text, cmdlet);
        }

        text.Append("Error ids\n");
        foreach (string id in ErrorIds.InSources)
        {
            text.Append("  ").Append(id).Append('\n');
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, CmdletInfo cmdlet)
    {
        CmdletAttribute attribute = cmdlet.ImplementingType.GetCustomAttribute<CmdletAttribute>()!;
        text.Append(cmdlet.Name).Append(attribute.SupportsShouldProcess ? $" (asks, impact {attribute.ConfirmImpact})" : "").Append('\n');
        foreach (ParameterMetadata parameter in ModuleCmdlets.OwnParameters(cmdlet))
        {
            text.Append($"  -{parameter.Name} <{TypeName(parameter.ParameterType)}>");
            text.Append(parameter.Aliases.Count > 0 ? $" aliases {string.Join(", ", parameter.Aliases)}" : "").Append('\n');
            foreach ((string set, ParameterSetMetadata place) in
                parameter.ParameterSets.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                string[] traits =
                [
                    place.IsMandatory ? "mandatory" : "optional",
                    place.Position >= 0 ? $"position {place.Position}" : "named",
                    .. place.ValueFromPipeline ? ["pipeline"] : Array.Empty<string>(),
                    .. place.ValueFromPipelineByPropertyName ? ["property name"] : Array.Empty<string>(),
                ];
                text.Append($"    {(set == ParameterAttribute.AllParameterSets ? "all sets" : set)}: {string.Join(", ", traits)}\n");
            }
        }

        foreach (Type type in cmdlet.OutputType.Select(output => output.Type).OfType<Type>().Where(type => type != typeof(void)).Distinct())
        {
            IEnumerable<string> properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.GetIndexParameters().Length == 0)
                .Select(property => $"{property.Name} <{TypeName(property.PropertyType)}>")
                .Distinct()
                .Order(StringComparer.Ordinal);
            text.Append($"  emits {TypeName(type)}: {string.Join(", ", properties)}\n");
        }

        text.Append('\n');
    }

    private static string TypeName(Type type) => type switch
    {
        { IsArray: true } => TypeName(type.GetElementType()!) + "[]",
        { IsGenericType: true } => Nullable.GetUnderlyingType(type) is { } inner
            ? TypeName(inner) + "?"
            : $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>",
        _ => type.Name,
    };
}
