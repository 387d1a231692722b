using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Security;

namespace ZeroG.PowerShell.Secrets;

/// <summary>
/// Lets a <see cref="SecureString"/> parameter take the name of a secret as well, so that unattended scripts neither prompt nor hold the
/// secret. The name is looked up when the cmdlet needs the secret (<see cref="SecretLookup"/>), not while parameters are bound:
/// <c>-WhatIf</c> opens no vault, and a name that leads nowhere is an error with an id of its own.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : ArgumentTransformationAttribute
{
    private static readonly ConditionalWeakTable<SecureString, SecretName> Names = [];

    /// <summary>Makes a placeholder of a name, and takes the password out of a credential.</summary>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        switch (value)
        {
            case PSCredential credential:
                return credential.Password;
            case string text:
                SecureString placeholder = new();
                // Never the text itself: it may be the secret.
                Names.Add(placeholder, SecretName.Parse(text) ?? throw new ArgumentTransformationMetadataException(
                    $"A secret is not given as text. Give a SecureString, or where it lies: {SecretName.Forms}."));
                return placeholder;
            default:
                return inputData;
        }
    }

    /// <summary>The name for which a value stands; null when it is the secret itself.</summary>
    internal static SecretName? NameOf(SecureString value) => Names.TryGetValue(value, out SecretName? name) ? name : null;
}
