using System.Management.Automation;
using System.Reflection;

namespace ZeroG.Loader;

/// <summary>
/// <c>[ZgAmount]</c>, <c>[ZgAddress]</c> and <c>[ZgHash]</c>: scripts cannot name types of a private load context, so the values that users
/// write get type accelerators.
/// </summary>
internal static class ValueTypeNames
{
    private static readonly Type Accelerators =
        typeof(PSObject).Assembly.GetType("System.Management.Automation.TypeAccelerators", throwOnError: true)!;

    /// <summary>Adds the names; one that the session already uses for another type stays as it is.</summary>
    public static void Add()
    {
        IDictionary<string, Type> present = (IDictionary<string, Type>)Accelerators.GetProperty("Get")!.GetValue(null)!;
        foreach ((string name, Type type) in Names())
        {
            if (!present.ContainsKey(name))
            {
                Invoke("Add", name, type);
            }
        }
    }

    /// <summary>Takes the names back that are ours.</summary>
    public static void Remove()
    {
        IDictionary<string, Type> present = (IDictionary<string, Type>)Accelerators.GetProperty("Get")!.GetValue(null)!;
        foreach ((string name, Type type) in Names())
        {
            if (present.TryGetValue(name, out Type? current) && current == type)
            {
                Invoke("Remove", name);
            }
        }
    }

    private static (string Name, Type Type)[] Names() =>
        [("ZgAmount", typeof(Chain.TokenAmount)), ("ZgAddress", typeof(Chain.Address)), ("ZgHash", typeof(Chain.Hash256))];

    private static void Invoke(string method, params object[] arguments) =>
        Accelerators.InvokeMember(method, BindingFlags.InvokeMethod | BindingFlags.Static | BindingFlags.Public, null, null, arguments,
            System.Globalization.CultureInfo.InvariantCulture);
}
