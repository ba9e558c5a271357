// A picture that is a file of its own: where it is fetched from.
declare module "*.svg" {
  const url: string;
  export default url;
}
