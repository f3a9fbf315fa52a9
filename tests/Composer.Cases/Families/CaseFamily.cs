// SPDX-License-Identifier: MIT
using System.Reflection;
using Composer.Cases.Mapping;

namespace Composer.Cases.Families;

/// <summary>What is special about the cases of one family; one that needs nothing special has no class.</summary>
internal abstract class CaseFamily
{
    private static readonly Dictionary<string, CaseFamily> All = Assembly.GetExecutingAssembly().GetTypes()
        .Where(type => type.IsSubclassOf(typeof(CaseFamily)) && type != typeof(PlainFamily))
        .Select(type => (CaseFamily)Activator.CreateInstance(type)!) // a class without constructor
        .ToDictionary(family => family.Name);

    private static readonly PlainFamily Plain = new();

    /// <summary>As case files write it.</summary>
    public abstract string Name { get; }

    public static CaseFamily Of(string name) => All.GetValueOrDefault(name, Plain);

    /// <summary>Changes <see cref="CaseSetup.Idea"/>, or adds sections, before the general rules are applied.</summary>
    public virtual void Prepare(CaseSetup setup)
    {
    }

    /// <summary>Sends the requests.</summary>
    public virtual Task PlayAsync(CasePlay play) => play.StepsAsync();

    private sealed class PlainFamily : CaseFamily
    {
        public override string Name => "";
    }
}
