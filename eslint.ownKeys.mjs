import ts from 'typescript';

const MESSAGE =
  'A name that somebody else chose also finds what every object inherits (constructor, __proto__): use own() of extension/engine/own.ts, or a Map.';

const ANY_TEXT = ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping;

/**
 * Finds lookups, writes and `in` with a key that may be any text. A key is fine where its type lists what it can be, and
 * where `Object.hasOwn` has just been asked about it.
 */
export const ownKeys = {
  meta: { type: 'problem', schema: [], messages: { open: MESSAGE } },
  create(context) {
    const { parserServices, text } = context.sourceCode;
    const checker = parserServices.program.getTypeChecker();

    const isOpen = (node) => {
      const type = parserServices.getTypeAtLocation(node);
      const bound = checker.getBaseConstraintOfType(type) ?? type;
      return (bound.isUnion() ? bound.types : [bound]).some(({ flags }) => flags & ANY_TEXT);
    };
    const isAsked = ({ parent, object, property }) => {
      const question = `Object.hasOwn(${textOf(object)}, ${textOf(property)})`;
      const choice = parent.type === 'LogicalExpression' ? parent.parent : parent;
      return choice.type === 'ConditionalExpression' && textOf(choice.test) === question;
    };
    const textOf = ({ range }) => text.slice(...range);

    return {
      MemberExpression(node) {
        if (!node.computed || node.property.type === 'Literal') return;
        if (isOpen(node.property) && !isAsked(node)) context.report({ node, messageId: 'open' });
      },
      BinaryExpression(node) {
        if (node.operator !== 'in' || ['Literal', 'PrivateIdentifier'].includes(node.left.type)) return;
        if (isOpen(node.left)) context.report({ node, messageId: 'open' });
      },
    };
  },
};
